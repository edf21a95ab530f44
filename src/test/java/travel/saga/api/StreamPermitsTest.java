package travel.saga.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import travel.saga.ledger.Race;

class StreamPermitsTest {
  private static final int LIMIT = 3;

  private final StreamPermits permits = new StreamPermits(LIMIT);

  @Test
  void givesOutNoMoreThanThereMayBeHoweverManyAskAtOnce() throws Exception {
    List<Optional<StreamPermits.Permit>> given = Race.run(16, racer -> permits.take());

    assertThat(given).filteredOn(Optional::isPresent).hasSize(LIMIT);
    assertThat(permits.taken()).isEqualTo(LIMIT);
  }

  @Test
  void takesEachBackOnce() throws Exception {
    StreamPermits.Permit first = permits.take().orElseThrow();
    permits.take();

    Race.run(
        16,
        racer -> {
          first.giveBack();
          return racer;
        });

    assertThat(permits.taken()).isEqualTo(1);
    assertThat(permits.take()).isPresent();
    assertThat(permits.take()).isPresent();
    assertThat(permits.take()).isEmpty();
  }
}
