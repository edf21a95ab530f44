package travel.saga.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class ThrottleTest {
  @Test
  void letsEveryCallerDoItSoOften() {
    Throttle throttle = new Throttle(2, 1, Duration.ofHours(1));

    assertThat(throttle.take("one")).isZero();
    assertThat(throttle.take("one")).isZero();
    assertThat(throttle.take("one")).isBetween(Duration.ofMinutes(59), Duration.ofHours(1));
    assertThat(throttle.take("other")).isZero();
  }

  @Test
  void remembersABoundedNumberOfCallers() {
    Throttle throttle = new Throttle(1, 1, Duration.ofHours(1));

    for (int i = 0; i < 100_000; i++) {
      throttle.take("caller " + i);
    }

    assertThat(throttle.callers()).isLessThanOrEqualTo(20_000);
  }
}
