package travel.saga.engine.dispatch;

import io.dapr.durabletask.implementation.protobuf.OrchestratorService.HistoryEvent;
import java.time.Instant;
import travel.saga.engine.history.Events;
import travel.saga.engine.history.TurnOutcome.Timer;
import travel.saga.engine.store.Backlog.StoredTimer;
import travel.saga.engine.store.Change;

/** Durable timers: an alarm for each, checked against the run when it rings. */
final class Timers {
  /** The timer that begins a run which was scheduled for later. */
  static final int START = -1;

  private static final long RING_AGAIN_MILLIS = 1_000; // when the run cannot be read

  private final Loop loop;
  private final Runs runs;
  private final Deliveries deliveries;
  private final ReadyTurns ready;
  private final Ticker ticker;

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

  void set(StoredTimer timer) {
    loop.at(millisNotBefore(timer.fireAt()), () -> ring(timer));
  }

  /** Sets the timers of a run that was read anew. */
  void setAll(LiveRun run) {
    for (Timer timer : run.history.openTimers()) {
      set(run, timer.id(), timer.fireAt());
    }
    Instant startAt = run.history.instance().progress().startAt();
    if (startAt != null && ready.startsLater(run)) {
      set(run, START, startAt);
    }
  }

  private void ring(StoredTimer timer) {
    var unused =
        runs.with(timer.instanceId())
            .whenComplete(
                (found, failure) -> {
                  if (failure != null) {
                    loop.at(loop.nowMillis() + RING_AGAIN_MILLIS, () -> ring(timer));
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
            new Change.FireTimer(run.row(), run.generation(), timerId));
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

  /** The SDK sets a second timer when the first comes even a fraction of a millisecond early. */
  static long millisNotBefore(Instant time) {
    long millis = time.toEpochMilli();
    return Instant.ofEpochMilli(millis).isBefore(time) ? millis + 1 : millis;
  }
}
