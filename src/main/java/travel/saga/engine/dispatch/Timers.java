package travel.saga.engine.dispatch;

import io.dapr.durabletask.implementation.protobuf.OrchestratorService.HistoryEvent;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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

  private static final long RING_AGAIN_MILLIS = 1_000; // when the run cannot be read

  private final Loop loop;
  private final Runs runs;
  private final Deliveries deliveries;
  private final ReadyTurns ready;
  private final Ticker ticker;
  private final Map<String, Map<Key, Loop.Alarm>> alarms = new HashMap<>(); // by instance id

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
    var unused =
        runs.with(timer.instanceId())
            .whenComplete(
                (found, failure) -> {
                  if (failure != null) {
                    set(timer, loop.nowMillis() + RING_AGAIN_MILLIS);
                  } else {
                    found.ifPresent(run -> fire(run, timer));
                  }
                });
  }

  private void fire(LiveRun run, StoredTimer timer) {
    if (run.generation() != timer.generation() || run.isTerminal()) {
      return;
    }
    if (timer.timerId() == START) {
      ready.enqueue(run);
      return;
    }
    HistoryEvent created = run.history.action(timer.timerId());
    if (created != null && isWaitedFor(run, timer.timerId())) {
      fire(run, timer.timerId(), Events.instant(created.getTimerCreated().getFireAt()));
    }
  }

  /** The history's time counts: the alarm's is rounded, or of a purged run with the same id. */
  private void fire(LiveRun run, int timerId, Instant fireAt) {
    if (loop.nowMillis() < millisNotBefore(fireAt)) {
      set(run, timerId, fireAt);
      return;
    }
    var unused =
        deliveries.deliver(
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
