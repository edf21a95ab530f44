package travel.saga.dapr;

import io.dapr.durabletask.implementation.protobuf.OrchestratorService;
import io.dapr.durabletask.implementation.protobuf.OrchestratorService.OrchestrationState;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import travel.saga.execution.Execution;
import travel.saga.execution.ExecutionCounts;
import travel.saga.execution.ExecutionListing;
import travel.saga.execution.ExecutionPage;
import travel.saga.execution.ExecutionQuery;
import travel.saga.execution.ExecutionSummary;
import travel.saga.execution.Executions;
import travel.saga.execution.HistoryPage;
import travel.saga.execution.StepEvent;
import travel.saga.execution.StepFold;
import travel.saga.execution.StepRun;
import travel.saga.execution.UndoPairs;

/** {@link Executions} over the workflow protocol, which has no list that would do. */
final class DaprExecutions implements Executions {
  private final DaprInstances instances;
  private final ExecutionListing listing;
  private final UndoPairs pairs;
  private final Executor conversions;

  /**
   * @param conversions runs what takes long
   */
  DaprExecutions(
      DaprInstances instances, ExecutionListing listing, UndoPairs pairs, Executor conversions) {
    this.instances = instances;
    this.listing = listing;
    this.pairs = pairs;
    this.conversions = conversions;
  }

  @Override
  public CompletionStage<ExecutionPage> list(ExecutionQuery query) {
    return listing.list(query);
  }

  @Override
  public CompletionStage<ExecutionCounts> counts() {
    return listing.counts();
  }

  /** The instance first: once it has ended, its history is whole. */
  @Override
  public CompletionStage<Optional<Execution>> find(String id) {
    return instances
        .state(id)
        .thenCompose(
            found ->
                found
                    .map(state -> instances.events(id).thenApply(read -> execution(state, read)))
                    .orElse(CompletableFuture.completedStage(Optional.empty())));
  }

  @Override
  public CompletionStage<Optional<HistoryPage>> history(String id, int from, int limit) {
    return instances
        .state(id)
        .thenCompose(
            found ->
                found.isPresent()
                    ? page(id, from, limit).thenApply(Optional::of)
                    : CompletableFuture.completedStage(Optional.empty()));
  }

  /** A thousand events in JSON take too long for a thread that others' answers wait for. */
  private CompletionStage<HistoryPage> page(String id, int from, int limit) {
    return instances
        .events(id)
        .thenApplyAsync(read -> RawEvents.page(read, from, limit), conversions);
  }

  private Optional<Execution> execution(
      OrchestrationState state, List<OrchestratorService.HistoryEvent> events) {
    ExecutionSummary summary = DaprInstances.summary(state);
    return Optional.of(
        new Execution(
            summary,
            StepEvents.text(state.getInput()),
            StepEvents.text(state.getOutput()),
            state.hasFailureDetails() ? StepEvents.failure(state.getFailureDetails()) : null,
            traceId(events),
            steps(events, summary.status().isEnd())));
  }

  private static @Nullable String traceId(List<OrchestratorService.HistoryEvent> events) {
    return events.stream()
        .filter(OrchestratorService.HistoryEvent::hasExecutionStarted)
        .map(event -> event.getExecutionStarted().getParentTraceContext())
        .map(StepEvents::traceId)
        .filter(Objects::nonNull)
        .findFirst()
        .orElse(null);
  }

  private List<StepRun> steps(List<OrchestratorService.HistoryEvent> events, boolean ended) {
    List<StepEvent> relevant =
        events.stream().map(StepEvents::of).flatMap(Optional::stream).toList();
    return StepFold.steps(relevant, ended, pairs);
  }
}
