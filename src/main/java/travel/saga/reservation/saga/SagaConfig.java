package travel.saga.reservation.saga;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.Map;
import travel.saga.reservation.SettingException;

/** How patient new sagas are; running ones keep what they were started with. */
@ConfigMapping(prefix = "reservations.saga")
public interface SagaConfig {
  /** What the attempts of one step and the delays between them may take, before it is given up. */
  @WithDefault("2m")
  Duration stepLimit();

  /** Deadline of one attempt of a step. */
  @WithDefault("10s")
  Duration attemptTimeout();

  /** The longest delay before the first retry; the next ones double. */
  @WithDefault("200ms")
  Duration firstRetry();

  /** The longest delay between two attempts of a step. */
  @WithDefault("15s")
  Duration maxRetry();

  /** Tries of one compensation before the reservation is put at ATTENTION; 1 or more. */
  @WithDefault("12")
  int compensationAttempts();

  /** The longest delay between two tries of a compensation. */
  @WithDefault("5m")
  Duration compensationMaxRetry();

  /**
   * @throws SettingException for a value that no saga can run with
   */
  default void check() {
    positive("reservations.saga.step-limit", stepLimit());
    positive("reservations.saga.attempt-timeout", attemptTimeout());
    positive("reservations.saga.first-retry", firstRetry());
    positive("reservations.saga.max-retry", maxRetry());
    positive("reservations.saga.compensation-max-retry", compensationMaxRetry());
    if (compensationAttempts() < 1) {
      throw new SettingException(
          "reservations.saga.compensation-attempts",
          Integer.toString(compensationAttempts()),
          "set 1 or more.");
    }
  }

  private static void positive(String setting, Duration value) {
    if (value.isNegative() || value.isZero()) {
      throw new SettingException(setting, value.toString(), "set a time longer than 0.");
    }
  }

  /**
   * @param routes steps that other applications serve, by wire name
   */
  default SagaLimits limits(Map<String, Route> routes) {
    return new SagaLimits(
        stepLimit(),
        attemptTimeout(),
        new Backoff(firstRetry(), 2, maxRetry()),
        compensationAttempts(),
        new Backoff(firstRetry(), 3, compensationMaxRetry()),
        routes);
  }
}
