package travel.saga.engine.dispatch;

import io.dapr.durabletask.implementation.protobuf.OrchestratorService.HistoryEvent;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import travel.saga.engine.history.Events;

/**
 * Gives every event a time of its own: in microseconds, each later than the one before, and none
 * before the engine's time. From the loop's thread.
 */
final class Ticker {
  private final Clock clock;
  private final Loop loop;
  private Instant last = Instant.EPOCH;

  Ticker(Clock clock, Loop loop) {
    this.clock = clock;
    this.loop = loop;
  }

  /** What comes is later than what a run has seen, also where the clock was set back since. */
  void after(LiveRun run) {
    run.history.events().forEach(this::after);
    run.inbox.forEach(received -> after(received.event()));
  }

  private void after(HistoryEvent event) {
    Instant time = Events.instant(event.getTimestamp());
    if (time.isAfter(last)) {
      last = time.truncatedTo(ChronoUnit.MICROS);
    }
  }

  Instant next() {
    Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
    Instant reached = Instant.ofEpochMilli(loop.nowMillis());
    if (now.isBefore(reached)) { // the clock was set back
      now = reached;
    }
    last = now.isAfter(last) ? now : last.plus(1, ChronoUnit.MICROS);
    return last;
  }
}
