package travel.saga.engine.dispatch;

import io.dapr.durabletask.implementation.protobuf.OrchestratorService.HistoryEvent;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import travel.saga.engine.dispatch.LiveRun.OpenTask;
import travel.saga.engine.dispatch.NewRuns.Begun;
import travel.saga.engine.history.Events;
import travel.saga.engine.history.Instance;
import travel.saga.engine.history.TurnOutcome;
import travel.saga.engine.history.TurnOutcome.Timer;
import travel.saga.engine.store.Change;

/** Brings the outcome of a turn into memory at once, and to the world when it is stored. */
final class TurnCommits {
  private static final Logger LOG = System.getLogger(TurnCommits.class.getName());

  private final Core core;
  private final Activities activities;
  private final Timers timers;
  private final Children children;
  private final Aftermath aftermath;
  private Consumer<LiveRun> carryOut = run -> {};

  TurnCommits(
      Core core, Activities activities, Timers timers, Children children, Aftermath aftermath) {
    this.core = core;
    this.activities = activities;
    this.timers = timers;
    this.children = children;
    this.aftermath = aftermath;
  }

  /**
   * @param step ends a child that was told to end
   */
  void onTold(Consumer<LiveRun> step) {
    this.carryOut = step;
  }

  CompletableFuture<Void> advance(LiveRun run, int consumed, TurnOutcome.Advanced turn) {
    return store(run, consumed, turn, new ArrayList<>());
  }

  /** Begins a run that has come this far already. */
  CompletableFuture<Void> begin(LiveRun run, TurnOutcome.Advanced turn) {
    core.runs().add(run);
    core.counters().instancesStarted.increment();
    List<Change> changes = new ArrayList<>();
    changes.add(new Change.Create(run.history.instance()));
    return store(run, 0, turn, changes);
  }

  private CompletableFuture<Void> store(
      LiveRun run, int consumed, TurnOutcome.Advanced turn, List<Change> changes) {
    boolean first = !run.history.hasStarted();
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
      clear(run, changes);
      end(run, together, changes);
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
              aftermath.stored(run, stored);
              children.stored(run);
              begun.forEach(child -> aftermath.stored(child.run(), child.instance()));
              opened.stream().filter(OpenTask::isCurrent).forEach(activities::open);
              if (!stored.progress().isTerminal() && run.generation() == generation) {
                turn.timers().forEach(timer -> timers.set(run, timer.id(), timer.fireAt()));
              }
            });
  }

  /**
   * The turn is as if it had not been: what was in the inbox stays there.
   *
   * @param shown how many events of the inbox the turn is of
   */
  CompletableFuture<Void> stall(LiveRun run, int shown, TurnOutcome.Stalled stalled) {
    if (stalled.description().equals(run.history.stalledFor())) {
      return CompletableFuture.completedFuture(null);
    }
    LOG.log(Level.WARNING, "Workflow ''{0}'' is stalled: {1}", run.id, stalled.description());
    List<HistoryEvent> event = List.of(Events.stalled(stalled, core.ticker().next()));
    List<Change> changes = new ArrayList<>();
    changes.add(append(run, event, run.history.instance().payloads().customStatus()));
    run.keep(shown, changes); // a run that stalled of what was not stored would wait for nothing
    Instance stored = run.history.instance();
    return core.runs().commit(run, changes).thenRun(() -> aftermath.stored(run, stored));
  }

  /** Ends the run with these events: what is still open is given up. */
  CompletableFuture<Void> conclude(LiveRun run, List<HistoryEvent> events) {
    List<Change> changes = new ArrayList<>();
    String status = run.history.instance().payloads().customStatus();
    changes.add(append(run, events, status));
    run.consume(run.inbox.size(), changes); // fails if an event that is recorded was not stored
    changes.add(new Change.DropTasks(run.row()));
    changes.add(new Change.DropTimers(run.row()));
    run.tasks.clear();
    Set<LiveRun> together = new LinkedHashSet<>(List.of(run));
    end(run, together, changes);
    List<LiveRun> told = children.tell(run, events, changes);
    together.addAll(told);
    Instance stored = run.history.instance();
    return core.runs()
        .commit(together, changes)
        .thenRun(
            () -> {
              aftermath.stored(run, stored);
              children.stored(run);
              told.forEach(carryOut);
            });
  }

  private void end(LiveRun ended, Set<LiveRun> together, List<Change> changes) {
    core.counters().instancesEnded.increment();
    aftermath.ended(ended, changes);
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

  /** What came too late, and what nobody waits for any more. */
  private static void clear(LiveRun run, List<Change> changes) {
    if (!run.inbox.isEmpty()) {
      run.inbox.clear();
      changes.add(new Change.ClearInbox(run.row()));
    }
    if (!run.history.openTimers().isEmpty()) {
      changes.add(new Change.DropTimers(run.row()));
    }
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
