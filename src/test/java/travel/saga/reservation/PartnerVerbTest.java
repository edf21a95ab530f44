package travel.saga.reservation;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PartnerVerbTest {
  @ParameterizedTest
  @CsvSource({
    "reserve-flight, k-hold",
    "confirm-car, k-confirm",
    "cancel-car, k-cancel",
    "process-payment, k-charge",
    "refund-payment, k-refund",
  })
  void tellsWhatAPartnerWasSent(String step, String key) {
    assertThat(PartnerVerb.idempotencyKey(step, "k")).isEqualTo(key);
  }

  @Test
  void tellsNothingWhereNoPartnerIsCalled() {
    assertThat(PartnerVerb.idempotencyKey("notify-success", "k")).isNull();
    assertThat(PartnerVerb.idempotencyKey("reserve", "k")).isNull();
    assertThat(PartnerVerb.idempotencyKey("reserve-flight", null)).isNull();
  }
}
