package travel.saga.engine.dispatch;

import com.google.protobuf.StringValue;
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
import travel.saga.engine.dispatch.LiveRun.OpenTask;
import travel.saga.engine.history.Events;
import travel.saga.engine.history.Extent;
import travel.saga.engine.history.Identity;
import travel.saga.engine.history.Instance;
import travel.saga.engine.history.Payloads;
import travel.saga.engine.history.Progress;
import travel.saga.engine.history.RunHistory;
import travel.saga.engine.history.TurnOutcome;
import travel.saga.engine.history.TurnOutcome.Timer;
import travel.saga.engine.store.Change;
import travel.saga.engine.store.StoredRun.Received;

/** Brings the outcome of a turn into memory at once, and to the world when it is stored. */
final class TurnCommits {
  private final Core core;
  private final Deliveries deliveries;
  private final Activities activities;
  private final Timers timers;
  private final Waiting waiting;

  TurnCommits(
      Core core, Deliveries deliveries, Activities activities, Timers timers, Waiting waiting) {
    this.core = core;
    this.deliveries = deliveries;
    this.activities = activities;
    this.timers = timers;
    this.waiting = waiting;
  }

  CompletableFuture<Void> advance(LiveRun run, int consumed, TurnOutcome.Advanced turn) {
    boolean first = run.history.instance().progress().isPending();
    List<Change> changes = new ArrayList<>();
    changes.add(append(run, turn.events(), turn.customStatus()));
    consume(run, consumed, changes);
    if (first && run.history.instance().progress().startAt() != null) {
      changes.add(new Change.DropTimers(run.row()));
    }
    List<OpenTask> opened = new ArrayList<>();
    for (int id : turn.activities()) {
      OpenTask task = new OpenTask(run, scheduled(turn.events(), id));
      run.tasks.put(id, task);
      opened.add(task);
      changes.add(new Change.OpenTask(run.row(), run.generation(), id));
    }
    if (run.isTerminal()) {
      end(run, changes);
    } else {
      for (Timer timer : turn.timers()) {
        changes.add(new Change.SetTimer(run.row(), run.generation(), timer.id(), timer.fireAt()));
      }
    }
    Instance stored = run.history.instance();
    int generation = run.generation();
    return core.runs()
        .commit(run, changes)
        .thenRun(
            () -> {
              show(run, stored);
              opened.stream().filter(OpenTask::isCurrent).forEach(activities::open);
              if (!stored.progress().isTerminal() && run.generation() == generation) {
                turn.timers().forEach(timer -> timers.set(run, timer.id(), timer.fireAt()));
              }
            });
  }

  /** Ends the run with these events: what is still open is given up. */
  CompletableFuture<Void> conclude(LiveRun run, List<HistoryEvent> events) {
    List<Change> changes = new ArrayList<>();
    String status = run.history.instance().payloads().customStatus();
    changes.add(append(run, events, status));
    changes.add(new Change.ClearInbox(run.row()));
    changes.add(new Change.DropTasks(run.row()));
    changes.add(new Change.DropTimers(run.row()));
    run.inbox.clear();
    run.tasks.clear();
    core.counters().instancesEnded.increment();
    Instance stored = run.history.instance();
    return core.runs().commit(run, changes).thenRun(() -> show(run, stored));
  }

  /** Begins the run anew: what waits in the inbox stays, but for answers to the old run. */
  CompletableFuture<Void> restart(LiveRun run, int consumed, TurnOutcome.Restarted turn) {
    Instance old = run.history.instance();
    HistoryEvent begun = firstStarted(run, consumed);
    Instant now = core.ticker().next();
    Identity identity = old.identity().next(UUID.randomUUID().toString(), old.identity().name());
    Progress progress =
        new Progress(OrchestrationStatus.ORCHESTRATION_STATUS_RUNNING, now, now, null, null);
    Instance renewed =
        new Instance(
            identity, progress, Payloads.of(turn.input()), Extent.none(run.lastTurnMillis));
    List<Received> left = new ArrayList<>(run.inbox).subList(consumed, run.inbox.size());
    List<Change> changes = new ArrayList<>();
    consume(
        run, run.inbox.size(), changes); // fails if an event the new run is given was not stored
    run.history = new RunHistory(renewed);
    run.tasks.clear();
    changes.add(new Change.Renew(renewed));
    changes.add(deliveries.receive(run, started(begun, identity, turn)));
    turn.carryover().forEach(event -> changes.add(deliveries.receive(run, event)));
    left.stream()
        .map(Received::event)
        .filter(TurnCommits::outlivesTheRun)
        .forEach(event -> changes.add(deliveries.receive(run, event)));
    return core.runs().commit(run, changes).thenRun(() -> show(run, renewed));
  }

  private static boolean outlivesTheRun(HistoryEvent event) {
    return event.hasEventRaised() || event.hasExecutionSuspended() || event.hasExecutionResumed();
  }

  private HistoryEvent started(HistoryEvent begun, Identity identity, TurnOutcome.Restarted turn) {
    ExecutionStartedEvent.Builder started = begun.getExecutionStarted().toBuilder();
    started.clearInput().clearScheduledStartTimestamp();
    if (turn.input() != null) {
      started.setInput(StringValue.of(turn.input()));
    }
    started.setOrchestrationInstance(
        OrchestrationInstance.newBuilder()
            .setInstanceId(identity.id())
            .setExecutionId(StringValue.of(identity.executionId())));
    return Events.executionStarted(started.build(), core.appId(), core.ticker().next());
  }

  private static HistoryEvent firstStarted(LiveRun run, int consumed) {
    for (HistoryEvent event : run.history.events()) {
      if (event.hasExecutionStarted()) {
        return event;
      }
    }
    return run.inbox.stream()
        .limit(consumed)
        .map(Received::event)
        .filter(HistoryEvent::hasExecutionStarted)
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("Run '" + run.id + "' never started."));
  }

  private static Change append(LiveRun run, List<HistoryEvent> events, @Nullable String status) {
    int length = run.history.instance().extent().length();
    run.history.append(events, status, run.lastTurnMillis);
    return new Change.Advance(run.history.instance(), length, events);
  }

  private static void consume(LiveRun run, int count, List<Change> changes) {
    long last = 0;
    for (int i = 0; i < count; i++) {
      last = run.inbox.remove().sequence();
    }
    if (count > 0) {
      changes.add(new Change.Consume(run.row(), last, count));
    }
  }

  private void end(LiveRun run, List<Change> changes) {
    core.counters().instancesEnded.increment();
    if (!run.inbox.isEmpty()) {
      run.inbox.clear();
      changes.add(new Change.ClearInbox(run.row()));
    }
    if (!run.history.openTimers().isEmpty()) {
      changes.add(new Change.DropTimers(run.row()));
    }
  }

  private void show(LiveRun run, Instance stored) {
    timers.forgetBefore(stored);
    waiting.show(run, stored);
  }

  private static HistoryEvent scheduled(List<HistoryEvent> events, int id) {
    for (HistoryEvent event : events) {
      if (event.hasTaskScheduled() && event.getEventId() == id) {
        return event;
      }
    }
    throw new IllegalStateException("No event schedules the activity " + id);
  }
}
