package travel.saga.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Map;
import org.junit.jupiter.api.Test;

class LimitsTest {
  @Test
  void limitsOnlyWhatIsNamed() {
    var limits = new Limits("reservations.flight.capacity", Map.of("Oslo", 0, "Rome", 7));
    assertThat(limits.of("Oslo")).hasValue(0);
    assertThat(limits.of("Rome")).hasValue(7);
    assertThat(limits.of("oslo")).isEmpty();
  }

  @Test
  void saysWhichLimitIsNegative() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Limits("reservations.flight.capacity", Map.of("Oslo", -1)))
        .withMessage(
            "reservations.flight.capacity.\"Oslo\" is -1, but a limit cannot be negative:"
                + " set 0 or more, or remove it for no limit.");
  }
}
