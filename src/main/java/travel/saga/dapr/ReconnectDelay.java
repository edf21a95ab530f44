package travel.saga.dapr;

import java.time.Duration;
import java.util.random.RandomGenerator;

/** Pauses between connections: 1 s doubling to 15 s, with jitter, so that replicas spread out. */
final class ReconnectDelay {
  private static final long FIRST_MILLIS = 1_000;
  private static final long CAP_MILLIS = 15_000;

  private final RandomGenerator random;
  private long ceilingMillis = FIRST_MILLIS;

  ReconnectDelay(RandomGenerator random) {
    this.random = random;
  }

  synchronized Duration next() {
    long millis = ceilingMillis / 2 + random.nextLong(ceilingMillis / 2 + 1);
    ceilingMillis = Math.min(CAP_MILLIS, ceilingMillis * 2);
    return Duration.ofMillis(millis);
  }

  synchronized void reset() {
    ceilingMillis = FIRST_MILLIS;
  }
}
