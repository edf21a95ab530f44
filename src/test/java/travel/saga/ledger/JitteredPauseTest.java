package travel.saga.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.Test;

class JitteredPauseTest {
  private final List<Long> sleptMillis = new ArrayList<>();

  @Test
  void waitsLongerAtMostWithEachLostRace() {
    var longest = new JitteredPause(bound -> bound - 1, sleptMillis::add);
    for (int tries = 1; tries <= 9; tries++) {
      longest.after(tries);
    }
    assertThat(sleptMillis).containsExactly(2L, 4L, 8L, 16L, 32L, 64L, 128L, 128L, 128L);
  }

  @Test
  void waitsAtLeastAMillisecond() {
    var shortest = new JitteredPause(bound -> 0, sleptMillis::add);
    shortest.after(1);
    shortest.after(Ledger.MAX_TRIES);
    assertThat(sleptMillis).containsExactly(1L, 1L);
  }

  @Test
  void endsWhenItsThreadIsInterrupted() {
    var interrupted =
        new JitteredPause(
            bound -> 0,
            millis -> {
              throw new InterruptedException();
            });
    assertThatThrownBy(() -> interrupted.after(1)).isInstanceOf(CancellationException.class);
    assertThat(Thread.interrupted()).isTrue();
  }
}
