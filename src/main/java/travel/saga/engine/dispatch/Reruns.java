package travel.saga.engine.dispatch;

import io.dapr.durabletask.implementation.protobuf.OrchestratorService.HistoryEvent;
import io.dapr.durabletask.implementation.protobuf.OrchestratorService.OrchestrationStatus;
import io.dapr.durabletask.implementation.protobuf.OrchestratorService.RerunWorkflowFromEventRequest;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import travel.saga.engine.dispatch.EngineException.Reason;
import travel.saga.engine.history.Extent;
import travel.saga.engine.history.Fork;
import travel.saga.engine.history.Identity;
import travel.saga.engine.history.Instance;
import travel.saga.engine.history.Payloads;
import travel.saga.engine.history.Progress;
import travel.saga.engine.history.RunHistory;
import travel.saga.engine.history.TurnOutcome;

/** Begins new runs with what ended ones had come to, to do the rest anew. */
final class Reruns {
  private final Core core;
  private final TurnCommits commits;
  private final ReadyTurns ready;

  Reruns(Core core, TurnCommits commits, ReadyTurns ready) {
    this.core = core;
    this.commits = commits;
    this.ready = ready;
  }

  /** Completes with the new run's id when the run is stored. */
  CompletableFuture<String> rerun(RerunWorkflowFromEventRequest request) {
    String source = request.getSourceInstanceID();
    String id =
        request.hasNewInstanceID() ? request.getNewInstanceID() : UUID.randomUUID().toString();
    if (source.isEmpty() || id.isEmpty() || source.equals(id)) {
      throw new EngineException(
          Reason.INVALID, "a rerun needs a source, and an instance ID that differs from it");
    }
    return core.gathering().with(List.of(source, id), () -> begin(id, request));
  }

  private CompletableFuture<String> begin(String id, RerunWorkflowFromEventRequest request) {
    RunHistory source = source(request);
    LiveRun run = new LiveRun(new RunHistory(beginning(id, source)));
    TurnOutcome.Advanced beginning =
        new Fork(source, request, run.history.instance().identity()).outcome(core.ticker().next());
    Set<String> children = Children.concerned(run, beginning);
    return core.gathering()
        .with(
            children,
            () -> {
              requireUnused(id);
              CompletableFuture<Void> begun = commits.begin(run, beginning);
              ready.enqueue(run); // a child that cannot begin has failed already
              return begun.thenApply(stored -> id);
            });
  }

  private RunHistory source(RerunWorkflowFromEventRequest request) {
    String id = request.getSourceInstanceID();
    LiveRun run = core.runs().inMemory(id);
    if (run == null) {
      throw EngineException.noSuchInstance(id);
    }
    if (!run.isTerminal()) {
      throw new EngineException(Reason.INVALID, "'" + id + "' is not in a terminal state");
    }
    if (run.parent() != null) {
      throw new EngineException(Reason.INVALID, "'" + id + "': cannot rerun from child-workflows");
    }
    HistoryEvent action = run.history.action(request.getEventID());
    if (action == null) {
      throw new EngineException(
          Reason.NO_SUCH_INSTANCE,
          "'" + id + "' has no action with the event ID '" + request.getEventID() + "'");
    }
    String refusal = Fork.refusal(action, request);
    if (refusal != null) {
      throw new EngineException(Reason.INVALID, refusal);
    }
    return run.history;
  }

  private void requireUnused(String id) {
    if (core.runs().inMemory(id) != null || core.runs().isAwaited(id)) {
      throw new EngineException(
          Reason.ALREADY_ACTIVE, "workflow '" + id + "' has already been created");
    }
  }

  private Instance beginning(String id, RunHistory source) {
    Instant now = core.ticker().next();
    Instance old = source.instance();
    Identity identity =
        new Identity(
            core.runs().numbering().nextRow(),
            id,
            1,
            UUID.randomUUID().toString(),
            old.identity().name());
    Progress progress =
        new Progress(OrchestrationStatus.ORCHESTRATION_STATUS_PENDING, now, now, null, null);
    long lastTurn =
        Math.max(core.runs().numbering().purgedUntilMillis(), old.extent().lastTurnMillis());
    return new Instance(
        identity, progress, Payloads.of(old.payloads().input()), Extent.none(lastTurn));
  }
}
