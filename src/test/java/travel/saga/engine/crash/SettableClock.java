package travel.saga.engine.crash;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** A clock that stands still until it is told to go on. */
final class SettableClock extends Clock {
  private Instant now = Instant.parse("2026-01-02T03:04:05.678Z");

  void advanceMicros(long micros) {
    now = now.plusNanos(micros * 1_000);
  }

  void advanceTo(long millis) {
    now = Instant.ofEpochMilli(Math.max(millis, now.toEpochMilli()));
  }

  @Override
  public Instant instant() {
    return now;
  }

  @Override
  public ZoneId getZone() {
    return ZoneOffset.UTC;
  }

  @Override
  public Clock withZone(ZoneId zone) {
    return this;
  }
}
