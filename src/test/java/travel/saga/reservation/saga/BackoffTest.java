package travel.saga.reservation.saga;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BackoffTest {
  private static final Backoff BACKOFF =
      new Backoff(Duration.ofMillis(1000), 1.5, Duration.ofSeconds(5));

  @Test
  void beginsWithTheFirstDelayAndKeepsTheFraction() {
    assertThat(BACKOFF.delay("a", 1)).isBetween(Duration.ofMillis(500), Duration.ofMillis(1000));
    assertThat(BACKOFF.delay("a", 2)).isBetween(Duration.ofMillis(750), Duration.ofMillis(1500));
    assertThat(BACKOFF.delay("a", 3)).isBetween(Duration.ofMillis(1125), Duration.ofMillis(2250));
  }

  @Test
  void neverExceedsTheCapHoweverManyFailures() {
    for (int failures : new int[] {5, 50, 5_000, Integer.MAX_VALUE}) {
      assertThat(BACKOFF.delay("a", failures))
          .isBetween(Duration.ofMillis(2500), Duration.ofSeconds(5));
    }
  }

  @Test
  void isTheSameOnReplay() {
    assertThat(BACKOFF.delay("r1reserve-car", 4)).isEqualTo(BACKOFF.delay("r1reserve-car", 4));
  }

  @Test
  void spreadsTheSagasThatFailTogether() {
    long different =
        IntStream.range(0, 100).mapToObj(i -> BACKOFF.delay("saga" + i, 1)).distinct().count();
    assertThat(different).isGreaterThan(70);
  }
}
