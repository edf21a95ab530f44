package travel.saga.dapr;

import io.dapr.durabletask.implementation.protobuf.OrchestratorService;
import io.dapr.durabletask.implementation.protobuf.OrchestratorService.GetInstanceHistoryRequest;
import io.dapr.durabletask.implementation.protobuf.OrchestratorService.GetInstanceHistoryResponse;
import io.dapr.durabletask.implementation.protobuf.OrchestratorService.GetInstanceRequest;
import io.dapr.durabletask.implementation.protobuf.OrchestratorService.GetInstanceResponse;
import io.dapr.durabletask.implementation.protobuf.OrchestratorService.OrchestrationState;
import io.dapr.durabletask.implementation.protobuf.OrchestratorService.OrchestrationStatus;
import io.dapr.durabletask.implementation.protobuf.TaskHubSidecarServiceGrpc;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import travel.saga.execution.Execution;
import travel.saga.execution.ExecutionPage;
import travel.saga.execution.ExecutionQuery;
import travel.saga.execution.ExecutionStatus;
import travel.saga.execution.ExecutionSummary;
import travel.saga.execution.Executions;
import travel.saga.execution.HistoryEvent;
import travel.saga.execution.StepEvent;
import travel.saga.execution.StepFold;
import travel.saga.execution.StepRun;
import travel.saga.reservation.saga.Compensation;

/** {@link Executions} over the workflow protocol of the sidecar. */
final class DaprExecutions implements Executions {
  private static final Map<String, String> COMPENSATIONS = Compensation.byStep();

  private final GrpcCalls calls;

  DaprExecutions(GrpcCalls calls) {
    this.calls = calls;
  }

  @Override
  public CompletionStage<ExecutionPage> list(ExecutionQuery query) {
    return CompletableFuture.failedStage(new UnsupportedOperationException("list"));
  }

  /** The instance first: once it has ended, its history is whole. */
  @Override
  public CompletionStage<Optional<Execution>> find(String id) {
    return instance(id)
        .thenCompose(
            found ->
                found
                    .map(state -> events(id).thenApply(events -> execution(state, events)))
                    .orElse(CompletableFuture.completedStage(Optional.empty())));
  }

  @Override
  public CompletionStage<Optional<List<HistoryEvent>>> history(String id) {
    return instance(id)
        .thenCompose(
            found ->
                found.isPresent()
                    ? events(id).thenApply(events -> Optional.of(RawEvents.of(events)))
                    : CompletableFuture.completedStage(Optional.empty()));
  }

  private CompletionStage<Optional<OrchestrationState>> instance(String id) {
    GetInstanceRequest request =
        GetInstanceRequest.newBuilder().setInstanceId(id).setGetInputsAndOutputs(true).build();
    return calls
        .unary(TaskHubSidecarServiceGrpc.getGetInstanceMethod(), request)
        .thenApply(
            found ->
                Optional.of(found)
                    .filter(GetInstanceResponse::getExists)
                    .map(GetInstanceResponse::getOrchestrationState));
  }

  private CompletionStage<List<OrchestratorService.HistoryEvent>> events(String id) {
    return calls
        .unary(
            TaskHubSidecarServiceGrpc.getGetInstanceHistoryMethod(),
            GetInstanceHistoryRequest.newBuilder().setInstanceId(id).build())
        .thenApply(GetInstanceHistoryResponse::getEventsList);
  }

  private static Optional<Execution> execution(
      OrchestrationState state, List<OrchestratorService.HistoryEvent> events) {
    ExecutionSummary summary = summary(state);
    return Optional.of(
        new Execution(
            summary,
            StepEvents.text(state.getInput()),
            StepEvents.text(state.getOutput()),
            state.hasFailureDetails() ? StepEvents.failure(state.getFailureDetails()) : null,
            steps(events, summary.status().isEnd())));
  }

  private static List<StepRun> steps(List<OrchestratorService.HistoryEvent> events, boolean ended) {
    List<StepEvent> relevant =
        events.stream().map(StepEvents::of).flatMap(Optional::stream).toList();
    return StepFold.steps(relevant, ended, COMPENSATIONS);
  }

  private static ExecutionSummary summary(OrchestrationState state) {
    return new ExecutionSummary(
        state.getInstanceId(),
        state.getName(),
        status(state.getOrchestrationStatus()),
        StepEvents.instant(state.getCreatedTimestamp()),
        StepEvents.instant(state.getLastUpdatedTimestamp()),
        state.hasCompletedTimestamp() ? StepEvents.instant(state.getCompletedTimestamp()) : null);
  }

  static ExecutionStatus status(OrchestrationStatus status) {
    return switch (status) {
      case ORCHESTRATION_STATUS_PENDING -> ExecutionStatus.PENDING;
      case ORCHESTRATION_STATUS_SUSPENDED -> ExecutionStatus.SUSPENDED;
      case ORCHESTRATION_STATUS_STALLED -> ExecutionStatus.STALLED;
      case ORCHESTRATION_STATUS_COMPLETED -> ExecutionStatus.COMPLETED;
      case ORCHESTRATION_STATUS_FAILED -> ExecutionStatus.FAILED;
      case ORCHESTRATION_STATUS_TERMINATED, ORCHESTRATION_STATUS_CANCELED ->
          ExecutionStatus.TERMINATED;
      case ORCHESTRATION_STATUS_RUNNING, ORCHESTRATION_STATUS_CONTINUED_AS_NEW, UNRECOGNIZED ->
          ExecutionStatus.RUNNING;
    };
  }
}
