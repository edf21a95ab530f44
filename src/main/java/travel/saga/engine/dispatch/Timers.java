package travel.saga.engine.dispatch;

import io.dapr.durabletask.implementation.protobuf.OrchestratorService.HistoryEvent;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import travel.saga.engine.history.Events;
import travel.saga.engine.history.Instance;
import travel.saga.engine.history.TurnOutcome.Timer;
import travel.saga.engine.store.Backlog.StoredTimer;
import travel.saga.engine.store.Change;

/**
 * Durable timers: one alarm for each, checked against the run when it rings, and taken back when
 * the run has ended or begun anew.
 */
final class Timers {
  /** The timer that begins a run which was scheduled for later. */
  static final int START = -1;

  private static final int MOST_AT_A_TIME = 256;
  private static final long RING_AGAIN_MILLIS = 1_000; // when the run cannot be read

  private final Loop loop;
  private final Runs runs;
  private final Deliveries deliveries;
  private final ReadyTurns ready;
  private final Ticker ticker;
  private final Map<String, Map<Key, Loop.Alarm>> alarms = new HashMap<>(); // by instance id
  private final ArrayDeque<StoredTimer> due = new ArrayDeque<>();
  private int firing; // being read or stored

  Timers(Loop loop, Runs runs, Deliveries deliveries, ReadyTurns ready, Ticker ticker) {
    this.loop = loop;
    this.runs = runs;
    this.deliveries = deliveries;
    this.ready = ready;
    this.ticker = ticker;
  }

  void set(LiveRun run, int timerId, Instant fireAt) {
    set(new StoredTimer(run.id, run.generation(), timerId, fireAt));
  }

  /** Sets the timer of a run that is to begin later, and tells what to store; else null. */
  Change.@Nullable SetTimer setStart(LiveRun run) {
    Instant startAt = run.history.instance().progress().startAt();
    if (startAt == null || !ready.startsLater(run)) {
      return null;
    }
    set(run, START, startAt);
    return new Change.SetTimer(run.row(), run.generation(), START, startAt);
  }

  void set(StoredTimer timer) {
    set(timer, millisNotBefore(timer.fireAt()));
  }

  private void set(StoredTimer timer, long dueMillis) {
    Loop.Alarm alarm = loop.at(dueMillis, () -> ring(timer));
    Loop.Alarm before =
        alarms
            .computeIfAbsent(timer.instanceId(), id -> new HashMap<>(4))
            .put(Key.of(timer), alarm);
    if (before != null) {
      loop.cancel(before);
    }
  }

  /** Takes back what earlier generations of the instance, or all if it has ended, have set. */
  void forgetBefore(Instance stored) {
    String id = stored.identity().id();
    Map<Key, Loop.Alarm> set = alarms.get(id);
    if (set == null) {
      return;
    }
    int generation = stored.identity().generation();
    boolean ended = stored.progress().isTerminal();
    set.entrySet()
        .removeIf(
            entry -> {
              int of = entry.getKey().generation();
              boolean past = ended ? of <= generation : of < generation;
              if (past) {
                loop.cancel(entry.getValue());
              }
              return past;
            });
    if (set.isEmpty()) {
      alarms.remove(id);
    }
  }

  /** Sets the timers of a run that was read anew. */
  void setAll(LiveRun run) {
    if (run.isTerminal()) {
      return;
    }
    for (Timer timer : run.history.openTimers()) {
      set(run, timer.id(), timer.fireAt());
    }
    setStart(run);
  }

  private void ring(StoredTimer timer) {
    alarms.computeIfPresent(
        timer.instanceId(),
        (id, set) -> {
          set.remove(Key.of(timer));
          return set.isEmpty() ? null : set;
        });
    due.addLast(timer);
  }

  /**
   * Fires what is due, oldest first, as far as workers keep up: thousands that are due at once
   * would else all be in memory, and all before whatever comes next.
   */
  void pump() {
    while (!due.isEmpty() && firing < MOST_AT_A_TIME && ready.size() < MOST_AT_A_TIME) {
      StoredTimer timer = due.remove();
      firing++;
      var unused =
          runs.with(timer.instanceId())
              .whenComplete(
                  (found, failure) -> {
                    if (failure != null) {
                      set(timer, loop.nowMillis() + RING_AGAIN_MILLIS);
                    }
                  })
              .thenCompose(
                  found ->
                      found
                          .map(run -> fire(run, timer))
                          .orElseGet(() -> CompletableFuture.completedFuture(null)))
              .whenComplete((done, failure) -> firing--);
    }
  }

  private CompletableFuture<Void> fire(LiveRun run, StoredTimer timer) {
    if (run.generation() == timer.generation() && !run.isTerminal()) {
      if (timer.timerId() == START) {
        begin(run, timer);
      } else {
        HistoryEvent created = run.history.action(timer.timerId());
        if (created != null && isWaitedFor(run, timer.timerId())) {
          return fire(run, timer.timerId(), Events.instant(created.getTimerCreated().getFireAt()));
        }
      }
    }
    return CompletableFuture.completedFuture(null);
  }

  private void begin(LiveRun run, StoredTimer timer) {
    if (ready.startsLater(run)) { // the clock was set back
      long left = millisNotBefore(timer.fireAt()) - loop.timeOfDayMillis();
      set(timer, loop.nowMillis() + left);
    } else {
      ready.enqueue(run);
    }
  }

  /** The history's time counts: the alarm's is rounded, or of a purged run with the same id. */
  private CompletableFuture<Void> fire(LiveRun run, int timerId, Instant fireAt) {
    if (loop.nowMillis() < millisNotBefore(fireAt)) {
      set(run, timerId, fireAt);
      return CompletableFuture.completedFuture(null);
    }
    return deliveries.deliver(
        run,
        Events.timerFired(timerId, fireAt, ticker.next()),
        List.of(new Change.FireTimer(run.row(), run.generation(), timerId)));
  }

  private static boolean isWaitedFor(LiveRun run, int timerId) {
    return run.history.isOpen(timerId) && !hasFired(run, timerId);
  }

  private static boolean hasFired(LiveRun run, int timerId) {
    return run.inbox.stream()
        .anyMatch(
            received ->
                received.event().hasTimerFired()
                    && received.event().getTimerFired().getTimerId() == timerId);
  }

  private record Key(int generation, int timerId) {
    static Key of(StoredTimer timer) {
      return new Key(timer.generation(), timer.timerId());
    }
  }

  /** The SDK sets a second timer when the first comes even a fraction of a millisecond early. */
  static long millisNotBefore(Instant time) {
    long millis = time.toEpochMilli();
    return Instant.ofEpochMilli(millis).isBefore(time) ? millis + 1 : millis;
  }
}
