package travel.saga;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** Stands still until it is told otherwise. */
public final class SettableClock extends Clock {
  private Duration passed = Duration.ZERO;
  private Instant now = Instant.parse("2026-03-01T10:00:00Z");

  /** Time passes. */
  public void advance(Duration by) {
    now = now.plus(by);
    passed = passed.plus(by);
  }

  /** The clock says another time; none has passed. */
  public void setBack(Duration by) {
    now = now.minus(by);
  }

  /** In all advances. */
  public long passedNanos() {
    return passed.toNanos();
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
    throw new UnsupportedOperationException();
  }
}
