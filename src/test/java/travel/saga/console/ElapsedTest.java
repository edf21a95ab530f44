package travel.saga.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ElapsedTest {
  @ParameterizedTest
  @CsvSource({
    "PT0S, 0 ms",
    "PT-3S, 0 ms",
    "PT0.0009S, 0 ms",
    "PT0.24S, 240 ms",
    "PT1S, 1.00 s",
    "PT1.249S, 1.24 s",
    "PT9.999S, 9.99 s",
    "PT10S, 10.0 s",
    "PT59.99S, 59.9 s",
    "PT1M, 1 min 0 s",
    "PT3M5S, 3 min 5 s",
    "PT59M59.9S, 59 min 59 s",
    "PT2H5M59S, 2 h 5 min",
    "PT76H30M, 3 d 4 h",
  })
  void saysTheTwoUnitsThatMatter(Duration duration, String text) {
    assertThat(Elapsed.text(duration)).isEqualTo(text);
  }
}
