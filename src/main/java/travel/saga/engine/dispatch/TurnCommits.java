package travel.saga.engine.dispatch;

import io.dapr.durabletask.implementation.protobuf.OrchestratorService.HistoryEvent;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import travel.saga.engine.dispatch.LiveRun.OpenTask;
import travel.saga.engine.dispatch.NewRuns.Begun;
import travel.saga.engine.history.Instance;
import travel.saga.engine.history.TurnOutcome;
import travel.saga.engine.history.TurnOutcome.Timer;
import travel.saga.engine.store.Change;

/** Brings the outcome of a turn into memory at once, and to the world when it is stored. */
final class TurnCommits {
  private final Core core;
  private final Activities activities;
  private final Timers timers;
  private final Children children;
  private final Waiting waiting;

  TurnCommits(Core core, Activities activities, Timers timers, Children children, Waiting waiting) {
    this.core = core;
    this.activities = activities;
    this.timers = timers;
    this.children = children;
    this.waiting = waiting;
  }

  CompletableFuture<Void> advance(LiveRun run, int consumed, TurnOutcome.Advanced turn) {
    boolean first = run.history.instance().progress().isPending();
    List<Change> changes = new ArrayList<>();
    changes.add(append(run, turn.events(), turn.customStatus()));
    run.consume(consumed, changes);
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
    List<Begun> begun = children.begin(run, turn.children(), changes);
    Set<LiveRun> together = new LinkedHashSet<>(List.of(run));
    begun.forEach(child -> together.add(child.run()));
    if (run.isTerminal()) {
      end(run, changes);
      report(run, together, changes);
    } else {
      for (Timer timer : turn.timers()) {
        changes.add(new Change.SetTimer(run.row(), run.generation(), timer.id(), timer.fireAt()));
      }
    }
    Instance stored = run.history.instance();
    int generation = run.generation();
    return core.runs()
        .commit(together, changes)
        .thenRun(
            () -> {
              show(run, stored);
              begun.forEach(child -> waiting.show(child.run(), child.instance()));
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
    Set<LiveRun> together = new LinkedHashSet<>(List.of(run));
    report(run, together, changes);
    Instance stored = run.history.instance();
    return core.runs().commit(together, changes).thenRun(() -> show(run, stored));
  }

  private void report(LiveRun ended, Set<LiveRun> together, List<Change> changes) {
    LiveRun parent = children.report(ended, changes);
    if (parent != null) {
      together.add(parent);
    }
  }

  private static Change append(LiveRun run, List<HistoryEvent> events, @Nullable String status) {
    int length = run.history.instance().extent().length();
    run.history.append(events, status, run.lastTurnMillis);
    return new Change.Advance(run.history.instance(), length, events);
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
