package travel.saga.engine.dispatch;

import java.time.Clock;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * The time of day as long as it goes forward. Where it is set back, this time goes on at the pace
 * of {@code nanos}: what is to happen after a while happens after that while, not later by as much
 * as the clock was set back. Used by one thread at a time.
 */
final class SteadyClock {
  private final Clock clock;
  private final LongSupplier nanos;
  private long reachedMillis = Long.MIN_VALUE;
  private long reachedNanos;
  private boolean ahead; // of the time of day

  /**
   * @param nanos never goes back, from any origin
   */
  SteadyClock(Clock clock, LongSupplier nanos) {
    this.clock = clock;
    this.nanos = nanos;
  }

  long millis() {
    long timeOfDay = clock.millis();
    long now = nanos.getAsLong();
    long elapsed = ahead ? TimeUnit.NANOSECONDS.toMillis(now - reachedNanos) : 0;
    ahead = timeOfDay < reachedMillis + elapsed;
    if (!ahead) {
      reachedMillis = timeOfDay;
      reachedNanos = now;
      return timeOfDay;
    }
    return reachedMillis + TimeUnit.NANOSECONDS.toMillis(now - reachedNanos);
  }

  long timeOfDayMillis() {
    return clock.millis();
  }

  /** Goes on from this time if it has not come as far. */
  void notBefore(long millis) {
    if (millis() < millis) {
      reachedMillis = millis;
      reachedNanos = nanos.getAsLong();
      ahead = true;
    }
  }
}
