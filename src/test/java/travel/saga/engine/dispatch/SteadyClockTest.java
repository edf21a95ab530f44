package travel.saga.engine.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import travel.saga.SettableClock;

class SteadyClockTest {
  private static final Duration HOUR = Duration.ofHours(1);
  private static final Duration MINUTE = Duration.ofMinutes(1);

  private final SettableClock clock = new SettableClock();
  private final SteadyClock steady = new SteadyClock(clock, clock::passedNanos);
  private final long start = steady.millis();

  @Test
  void followsAClockThatGoesForward() {
    clock.advance(HOUR);
    assertThat(steady.millis()).isEqualTo(clock.millis());
  }

  @Test
  void goesOnEvenlyWhereTheClockIsSetBack() {
    clock.advance(HOUR);
    long start = steady.millis();
    clock.setBack(HOUR);
    assertThat(steady.millis()).isEqualTo(start);
    clock.advance(MINUTE);
    assertThat(steady.millis()).isEqualTo(start + MINUTE.toMillis());
    clock.setBack(HOUR);
    clock.advance(MINUTE);
    assertThat(steady.millis()).isEqualTo(start + 2 * MINUTE.toMillis());
    assertThat(steady.timeOfDayMillis()).isEqualTo(clock.millis());
  }

  @Test
  void followsTheClockAgainOnceThatIsSetRight() {
    clock.advance(HOUR);
    long start = steady.millis();
    clock.setBack(HOUR);
    clock.advance(MINUTE);
    steady.millis();
    clock.setBack(HOUR.negated());
    clock.advance(MINUTE);
    assertThat(steady.millis()).isEqualTo(clock.millis()).isEqualTo(start + 2 * MINUTE.toMillis());
    clock.setBack(HOUR);
    steady.millis();
    clock.setBack(HOUR.plus(MINUTE).negated());
    assertThat(steady.millis()).isEqualTo(clock.millis()).isEqualTo(start + 3 * MINUTE.toMillis());
  }

  @Test
  void goesOnFromWhereItHadComeTo() {
    steady.notBefore(start + HOUR.toMillis());
    steady.notBefore(start);
    clock.advance(MINUTE);
    assertThat(steady.millis()).isEqualTo(start + HOUR.plus(MINUTE).toMillis());
    clock.advance(HOUR);
    assertThat(steady.millis()).isEqualTo(start + 2 * HOUR.toMillis() + MINUTE.toMillis());
  }
}
