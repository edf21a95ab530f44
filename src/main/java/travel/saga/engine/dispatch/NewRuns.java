package travel.saga.engine.dispatch;

import io.dapr.durabletask.implementation.protobuf.OrchestratorService.ExecutionStartedEvent;
import io.dapr.durabletask.implementation.protobuf.OrchestratorService.OrchestrationStatus;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import travel.saga.engine.history.Events;
import travel.saga.engine.history.Extent;
import travel.saga.engine.history.Identity;
import travel.saga.engine.history.Instance;
import travel.saga.engine.history.Payloads;
import travel.saga.engine.history.Progress;
import travel.saga.engine.history.RunHistory;
import travel.saga.engine.store.Change;

/** Puts runs into memory that begin: under a new id, or in place of a run that has ended. */
final class NewRuns {
  private final Core core;
  private final Deliveries deliveries;
  private final Timers timers;
  private final ReadyTurns ready;

  NewRuns(Core core, Deliveries deliveries, Timers timers, ReadyTurns ready) {
    this.core = core;
    this.deliveries = deliveries;
    this.timers = timers;
    this.ready = ready;
  }

  /**
   * The caller has the changes to store, and to show the instance when they are.
   *
   * @param existing the ended run under this id, if there is one
   * @param parent whose child it is, if it is one
   */
  Begun begin(
      String id,
      ExecutionStartedEvent.Builder started,
      @Nullable LiveRun existing,
      @Nullable LiveRun parent) {
    Instance instance = instance(id, started, existing);
    int length = existing == null ? 0 : existing.history.instance().extent().length();
    LiveRun run = renewed(existing, new RunHistory(instance));
    core.runs().add(run);
    List<Change> changes = new ArrayList<>();
    changes.add(
        existing == null ? new Change.Create(instance) : new Change.Renew(instance, length));
    if (existing != null || parent != null) {
      changes.add(new Change.Adopt(run.row(), parent == null ? null : parent.row()));
    }
    Change timer = timers.setStart(run);
    if (timer != null) {
      changes.add(timer);
    }
    started.setOrchestrationInstance(instance.identity().onTheWire());
    changes.add(
        deliveries.receive(
            run, Events.executionStarted(started.build(), core.appId(), core.ticker().next())));
    core.counters().instancesStarted.increment();
    ready.enqueue(run);
    return new Begun(run, instance, changes, timer != null);
  }

  private static LiveRun renewed(@Nullable LiveRun existing, RunHistory history) {
    if (existing == null) {
      return new LiveRun(history);
    }
    existing.history = history;
    existing.tasks.clear();
    existing.earlierChildren.clear();
    existing.told = false;
    existing.held = false;
    existing.unansweredTurns = 0;
    return existing;
  }

  private Instance instance(
      String id, ExecutionStartedEvent.Builder started, @Nullable LiveRun existing) {
    Instant now = core.ticker().next();
    String executionId = UUID.randomUUID().toString();
    Identity identity =
        existing == null
            ? new Identity(core.runs().numbering().nextRow(), id, 1, executionId, started.getName())
            : existing.history.instance().identity().next(executionId, started.getName());
    Instant startAt =
        started.hasScheduledStartTimestamp()
            ? Events.instant(started.getScheduledStartTimestamp())
            : null;
    Progress progress =
        new Progress(OrchestrationStatus.ORCHESTRATION_STATUS_PENDING, now, now, null, startAt);
    String input = started.hasInput() ? started.getInput().getValue() : null;
    long lastTurn =
        existing == null ? core.runs().numbering().purgedUntilMillis() : existing.lastTurnMillis;
    return new Instance(identity, progress, Payloads.of(input), Extent.none(lastTurn));
  }

  /**
   * A run that has begun in memory.
   *
   * @param later whether its first turn is for a later time
   */
  record Begun(LiveRun run, Instance instance, List<Change> changes, boolean later) {}
}
