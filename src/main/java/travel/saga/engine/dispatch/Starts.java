package travel.saga.engine.dispatch;

import com.google.protobuf.StringValue;
import io.dapr.durabletask.implementation.protobuf.OrchestratorService.CreateInstanceRequest;
import io.dapr.durabletask.implementation.protobuf.OrchestratorService.ExecutionStartedEvent;
import io.dapr.durabletask.implementation.protobuf.OrchestratorService.HistoryEvent;
import io.dapr.durabletask.implementation.protobuf.OrchestratorService.OrchestrationInstance;
import io.dapr.durabletask.implementation.protobuf.OrchestratorService.OrchestrationStatus;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import travel.saga.engine.dispatch.EngineException.Reason;
import travel.saga.engine.history.Events;
import travel.saga.engine.history.Extent;
import travel.saga.engine.history.Identity;
import travel.saga.engine.history.Instance;
import travel.saga.engine.history.Payloads;
import travel.saga.engine.history.Progress;
import travel.saga.engine.history.RunHistory;
import travel.saga.engine.store.Change;

/** Begins runs: under a new id, or in place of a run that has ended. */
final class Starts {
  private final Core core;
  private final Deliveries deliveries;
  private final Timers timers;
  private final Waiting waiting;
  private final FirstTurns firstTurns;

  Starts(Core core, Deliveries deliveries, Timers timers, Waiting waiting, FirstTurns firstTurns) {
    this.core = core;
    this.deliveries = deliveries;
    this.timers = timers;
    this.waiting = waiting;
    this.firstTurns = firstTurns;
  }

  /**
   * Completes with the first turn, or at once when the start is for later.
   *
   * @param answer whose cancellation ends the waiting, not the run
   */
  CompletableFuture<String> start(CreateInstanceRequest request, CompletableFuture<?> answer) {
    return core.runs()
        .settled(request.getInstanceId())
        .thenCompose(existing -> begin(request, existing.orElse(null), answer));
  }

  private CompletableFuture<String> begin(
      CreateInstanceRequest request, @Nullable LiveRun existing, CompletableFuture<?> answer) {
    String id = request.getInstanceId();
    if (existing != null && !existing.isTerminal()) {
      throw new EngineException(
          Reason.ALREADY_ACTIVE, "an active workflow with ID '" + id + "' already exists");
    }
    Instance instance = instance(request, existing);
    LiveRun run = renewed(existing, new RunHistory(instance));
    core.runs().add(run);
    List<Change> causes = new ArrayList<>();
    causes.add(existing == null ? new Change.Create(instance) : new Change.Renew(instance));
    Change timer = timers.setStart(run);
    if (timer != null) {
      causes.add(timer);
    }
    core.counters().instancesStarted.increment();
    return deliveries
        .deliver(run, started(request, instance), causes)
        .thenCompose(
            stored -> {
              waiting.show(run, instance);
              return timer == null
                  ? firstTurns.await(instance, answer)
                  : CompletableFuture.completedFuture(id);
            });
  }

  private static LiveRun renewed(@Nullable LiveRun existing, RunHistory history) {
    if (existing == null) {
      return new LiveRun(history);
    }
    existing.history = history;
    existing.tasks.clear();
    existing.unansweredTurns = 0;
    return existing;
  }

  private Instance instance(CreateInstanceRequest request, @Nullable LiveRun existing) {
    Instant now = core.ticker().next();
    String executionId = UUID.randomUUID().toString();
    Identity identity =
        existing == null
            ? new Identity(
                core.runs().nextRow(), request.getInstanceId(), 1, executionId, request.getName())
            : existing.history.instance().identity().next(executionId, request.getName());
    Instant startAt =
        request.hasScheduledStartTimestamp()
            ? Events.instant(request.getScheduledStartTimestamp())
            : null;
    Progress progress =
        new Progress(OrchestrationStatus.ORCHESTRATION_STATUS_PENDING, now, now, null, startAt);
    String input = request.hasInput() ? request.getInput().getValue() : null;
    long lastTurn = existing == null ? core.runs().purgedUntilMillis() : existing.lastTurnMillis;
    return new Instance(identity, progress, Payloads.of(input), Extent.none(lastTurn));
  }

  private HistoryEvent started(CreateInstanceRequest request, Instance instance) {
    ExecutionStartedEvent.Builder started =
        ExecutionStartedEvent.newBuilder()
            .setName(request.getName())
            .setOrchestrationInstance(
                OrchestrationInstance.newBuilder()
                    .setInstanceId(request.getInstanceId())
                    .setExecutionId(StringValue.of(instance.identity().executionId())));
    if (request.hasInput()) {
      started.setInput(request.getInput());
    }
    if (request.hasScheduledStartTimestamp()) {
      started.setScheduledStartTimestamp(request.getScheduledStartTimestamp());
    }
    if (request.hasParentTraceContext()) {
      started.setParentTraceContext(request.getParentTraceContext());
    }
    return Events.executionStarted(started.build(), core.appId(), core.ticker().next());
  }
}
