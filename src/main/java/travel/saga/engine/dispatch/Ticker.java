package travel.saga.engine.dispatch;

import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** Gives every event a time of its own: in microseconds, each later than the one before. */
final class Ticker {
  private final Clock clock;
  private Instant last = Instant.EPOCH;

  Ticker(Clock clock) {
    this.clock = clock;
  }

  Instant next() {
    Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
    last = now.isAfter(last) ? now : last.plus(1, ChronoUnit.MICROS);
    return last;
  }
}
