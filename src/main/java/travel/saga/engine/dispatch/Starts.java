package travel.saga.engine.dispatch;

import io.dapr.durabletask.implementation.protobuf.OrchestratorService.CreateInstanceRequest;
import io.dapr.durabletask.implementation.protobuf.OrchestratorService.ExecutionStartedEvent;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Begins the runs that callers ask for. */
final class Starts {
  private final Runs runs;
  private final NewRuns newRuns;
  private final Waiting waiting;
  private final FirstTurns firstTurns;
  private final PayloadLimit payloads;

  Starts(
      Runs runs, NewRuns newRuns, Waiting waiting, FirstTurns firstTurns, PayloadLimit payloads) {
    this.runs = runs;
    this.newRuns = newRuns;
    this.waiting = waiting;
    this.firstTurns = firstTurns;
    this.payloads = payloads;
  }

  /**
   * Completes with the first turn, or at once when the start is for later.
   *
   * @param answer whose cancellation ends the waiting, not the run
   */
  CompletableFuture<String> start(CreateInstanceRequest request, CompletableFuture<?> answer) {
    payloads.assertAllowed("The input of the workflow", request.getSerializedSize());
    return runs.settled(request.getInstanceId())
        .thenCompose(existing -> begin(request, existing.orElse(null), answer));
  }

  private CompletableFuture<String> begin(
      CreateInstanceRequest request, @Nullable LiveRun existing, CompletableFuture<?> answer) {
    String id = request.getInstanceId();
    if (existing != null && !existing.isTerminal()) {
      throw EngineException.alreadyActive(id);
    }
    NewRuns.Begun begun = newRuns.begin(id, started(request), existing, null);
    return runs.commit(begun.run(), begun.changes())
        .thenCompose(
            stored -> {
              waiting.show(begun.run(), begun.instance());
              return begun.later()
                  ? CompletableFuture.completedFuture(id)
                  : firstTurns.await(begun.instance(), answer);
            });
  }

  private static ExecutionStartedEvent.Builder started(CreateInstanceRequest request) {
    ExecutionStartedEvent.Builder started =
        ExecutionStartedEvent.newBuilder().setName(request.getName());
    if (request.hasInput()) {
      started.setInput(request.getInput());
    }
    if (request.hasScheduledStartTimestamp()) {
      started.setScheduledStartTimestamp(request.getScheduledStartTimestamp());
    }
    if (request.hasParentTraceContext()) {
      started.setParentTraceContext(request.getParentTraceContext());
    }
    return started;
  }
}
