package travel.saga.reservation.saga;

import java.time.Duration;
import java.util.Random;

/**
 * Exponential backoff with jitter, deterministic on replay. The SDK's own policy multiplies the
 * first delay already, cuts a fractional coefficient to a whole number and knows no jitter.
 *
 * @param first the longest delay before the second attempt
 * @param coefficient by which each further delay grows; 1.0 or more
 * @param cap no delay is longer
 */
public record Backoff(Duration first, double coefficient, Duration cap) {

  /**
   * The delay behind the {@code failures}th failure in a row: between half and all of {@code first
   * × coefficient^(failures − 1)}, capped. The same seed and number give the same delay.
   *
   * @param seed differs between the sagas that fail together, so that they do not retry together
   */
  public Duration delay(String seed, int failures) {
    double ceilingMillis =
        Math.min(cap.toMillis(), first.toMillis() * Math.pow(coefficient, failures - 1.0));
    // java.util.Random: its sequence is specified, and so the same on every JDK that replays.
    double jitter = new Random(mix(seed.hashCode(), failures)).nextDouble();
    return Duration.ofMillis(Math.round(ceilingMillis * (0.5 + jitter / 2)));
  }

  private static long mix(int seed, int failures) {
    long bits = (((long) seed) << 32 ^ failures) * 0x9E3779B97F4A7C15L;
    return bits ^ (bits >>> 29);
  }
}
