package travel.saga.reservation.saga;

import java.time.Duration;
import java.util.Map;

/** The default limits, as the configuration has them. */
final class Limits {
  static final SagaLimits DEFAULT =
      new SagaLimits(
          Duration.ofMinutes(2),
          Duration.ofSeconds(10),
          new Backoff(Duration.ofMillis(200), 2, Duration.ofSeconds(15)),
          12,
          new Backoff(Duration.ofMillis(200), 3, Duration.ofMinutes(5)),
          Map.of());

  /** The default limits, with these steps served by other applications. */
  static SagaLimits with(Map<String, Route> routes) {
    return new SagaLimits(
        DEFAULT.stepLimit(),
        DEFAULT.attemptTimeout(),
        DEFAULT.stepBackoff(),
        DEFAULT.compensationAttempts(),
        DEFAULT.compensationBackoff(),
        routes);
  }

  private Limits() {}
}
