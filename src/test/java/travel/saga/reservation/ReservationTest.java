package travel.saga.reservation;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReservationTest {
  private static final Instant LATER = Samples.START.plusSeconds(9);

  /** Every status, every outcome; a dash means that the record stays as it is. */
  @ParameterizedTest(name = "{0} settled {1} is {2}")
  @CsvSource({
    "PENDING,    PENDING,    PENDING",
    "PENDING,    CONFIRMED,  CONFIRMED",
    "PENDING,    REJECTED,   REJECTED",
    "PENDING,    CANCELLING, CANCELLING",
    "PENDING,    CANCELLED,  CANCELLED",
    "PENDING,    ATTENTION,  ATTENTION",
    "CONFIRMED,  PENDING,    -",
    "CONFIRMED,  CONFIRMED,  -",
    "CONFIRMED,  REJECTED,   -",
    "CONFIRMED,  CANCELLING, -",
    "CONFIRMED,  CANCELLED,  -",
    "CONFIRMED,  ATTENTION,  -",
    "REJECTED,   PENDING,    -",
    "REJECTED,   CONFIRMED,  -",
    "REJECTED,   REJECTED,   -",
    "REJECTED,   CANCELLING, -",
    "REJECTED,   CANCELLED,  -",
    "REJECTED,   ATTENTION,  -",
    "CANCELLING, PENDING,    -",
    "CANCELLING, CONFIRMED,  -",
    "CANCELLING, REJECTED,   CANCELLED",
    "CANCELLING, CANCELLING, -",
    "CANCELLING, CANCELLED,  CANCELLED",
    "CANCELLING, ATTENTION,  ATTENTION",
    "CANCELLED,  PENDING,    -",
    "CANCELLED,  CONFIRMED,  -",
    "CANCELLED,  REJECTED,   -",
    "CANCELLED,  CANCELLING, -",
    "CANCELLED,  CANCELLED,  -",
    "CANCELLED,  ATTENTION,  -",
    "ATTENTION,  PENDING,    -",
    "ATTENTION,  CONFIRMED,  -",
    "ATTENTION,  REJECTED,   REJECTED",
    "ATTENTION,  CANCELLING, -",
    "ATTENTION,  CANCELLED,  CANCELLED",
    "ATTENTION,  ATTENTION,  ATTENTION",
  })
  void settles(ReservationStatus status, ReservationStatus wanted, String expected) {
    Reservation before = Samples.record(new ReservationId("r-1"), status);
    Outcome outcome = Samples.outcome(wanted);

    Reservation after = before.settle(outcome, LATER);

    if (expected.equals("-")) {
      assertThat(after).isSameAs(before);
    } else {
      assertThat(after)
          .isEqualTo(
              new Reservation(
                  before.id(),
                  ReservationStatus.valueOf(expected),
                  before.trip(),
                  outcome.bookings(),
                  outcome.reason(),
                  outcome.openCompensations(),
                  before.createdAt(),
                  LATER));
    }
  }
}
