package travel.saga.dapr;

import java.time.Duration;
import java.util.random.RandomGenerator;

/** Pauses between connections, with jitter, so that replicas spread out. */
final class ReconnectDelay {
  private static final long FIRST_MILLIS = 2_000;
  private static final long CAP_MILLIS = 15_000;
  private static final long LOOK_MILLIS = 1_200;

  private final RandomGenerator random;
  private long ceilingMillis = FIRST_MILLIS;

  ReconnectDelay(RandomGenerator random) {
    this.random = random;
  }

  /** How long to leave the engine alone after the next failure in a row: 1 s growing to 15 s. */
  synchronized Duration next() {
    Duration pause = jittered(ceilingMillis);
    ceilingMillis = Math.min(CAP_MILLIS, ceilingMillis * 2);
    return pause;
  }

  synchronized void reset() {
    ceilingMillis = FIRST_MILLIS;
  }

  /**
   * How long until a look at whether anybody listens at the engine's address, which costs little.
   */
  synchronized Duration look() {
    return jittered(LOOK_MILLIS);
  }

  private Duration jittered(long ceiling) {
    return Duration.ofMillis(ceiling / 2 + random.nextLong(ceiling / 2 + 1));
  }
}
