package travel.saga.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PreferTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "wait=10                             | 10",
        "WAIT=10                             | 10",
        "wait = 10                           | 10",
        "wait=\"10\"                         | 10",
        "wait=10; more=1                     | 10",
        "respond-async, wait=10              | 10",
        "return=minimal; x=\"a,b\", wait=10  | 10",
        "wait=10, wait=20                    | 10",
        "wait=0                              | 0",
        "wait=100                            | 100",
        "wait=101                            | 100",
        "wait=999999999                      | 100",
      })
  void readsTheWait(String header, int seconds) {
    Prefer prefer = Prefer.of(List.of(header));

    assertThat(prefer.patience()).contains(Duration.ofSeconds(seconds));
    assertThat(prefer.applied()).contains("wait=" + seconds);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", ",", "wait", "wait=", "wait=-1", "wait=1.5", "wait=soon", "awaits=3", "\""})
  void ignoresWhatItCannotHonour(String header) {
    assertThat(Prefer.of(List.of(header)))
        .isEqualTo(new Prefer(Optional.empty(), Optional.empty()));
  }

  @Test
  void readsSeveralHeaders() {
    assertThat(Prefer.of(List.of("return=minimal", "wait=3")).patience())
        .contains(Duration.ofSeconds(3));
    assertThat(Prefer.of(List.of())).isEqualTo(new Prefer(Optional.empty(), Optional.empty()));
  }

  @Test
  void takesRespondAsyncAloneForNoWaitAtAll() {
    assertThat(Prefer.of(List.of("respond-async")))
        .isEqualTo(new Prefer(Optional.of(Duration.ZERO), Optional.of("respond-async")));
  }
}
