package travel.saga.flight;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import travel.saga.ledger.Race;
import travel.saga.reservation.Booking;
import travel.saga.reservation.BookingKey;
import travel.saga.reservation.Done;
import travel.saga.reservation.Refusal;
import travel.saga.reservation.StepResult;

/**
 * What every {@link FlightPartner} keeps to. Behind the subject there is one seat to {@link
 * #SCARCE} and no end of seats to {@link #PLENTY}.
 */
abstract class FlightPartnerContract {
  static final String SCARCE = "Longyearbyen";
  static final String PLENTY = "New York";
  private static final int RACERS = 16;

  private final BookingKey key = newKey();
  private final BookingKey other = newKey();

  abstract FlightPartner partner();

  @Test
  void holdsASeatAndTellsReferenceAndPrice() {
    Booking held = held(hold(key, PLENTY));
    assertThat(held.reference()).isNotBlank();
    assertThat(held.status()).isEqualTo(Booking.Status.HELD);
    assertThat(held.price().amount()).isNotNegative();
    assertThat(held.price().currency()).hasSize(3);
  }

  @Test
  void answersARepeatedHoldTheSame() {
    StepResult<Booking> first = hold(key, PLENTY);
    assertThat(hold(key, PLENTY)).isEqualTo(first);
    partner().confirm(key);
    assertThat(hold(key, PLENTY)).isEqualTo(first);
  }

  @Test
  void holdsAnotherUnderAnotherKey() {
    assertThat(held(hold(key, PLENTY)).reference())
        .isNotEqualTo(held(hold(other, PLENTY)).reference());
  }

  @Test
  void refusesAHoldWhenNoneIsLeft() {
    held(hold(key, SCARCE));
    assertThat(refusal(hold(other, SCARCE)).code()).isEqualTo("no_seats");
  }

  @Test
  void answersARepeatedHoldOfTheLastOne() {
    StepResult<Booking> first = hold(key, SCARCE);
    assertThat(hold(key, SCARCE)).isEqualTo(first);
  }

  @Test
  void holdsTheLastOneForOneOfMany() throws Exception {
    List<StepResult<Booking>> answers = Race.run(RACERS, racer -> hold(newKey(), SCARCE));
    assertThat(answers).filteredOn(StepResult.Done.class::isInstance).hasSize(1);
    assertThat(answers)
        .filteredOn(StepResult.Refused.class::isInstance)
        .hasSize(RACERS - 1)
        .allMatch(answer -> refusal(answer).code().equals("no_seats"));
  }

  @Test
  void confirmsAHold() {
    held(hold(key, PLENTY));
    var done = StepResult.done(new Done(key));
    assertThat(partner().confirm(key)).isEqualTo(done);
    assertThat(partner().confirm(key)).isEqualTo(done);
  }

  @Test
  void refusesToConfirmWhatWasNeverHeld() {
    assertThat(refusal(partner().confirm(key)).code()).isEqualTo("not_held");
    held(hold(key, PLENTY));
  }

  @Test
  void refusesToConfirmWhatWasCancelled() {
    held(hold(key, PLENTY));
    partner().cancel(key);
    assertThat(refusal(partner().confirm(key)).code()).isEqualTo("voided");
  }

  @Test
  void givesAHeldSeatBackOnce() {
    held(hold(key, SCARCE));
    partner().cancel(key);
    held(hold(other, SCARCE));
    partner().cancel(key);
    assertThat(refusal(hold(newKey(), SCARCE)).code()).isEqualTo("no_seats");
  }

  @Test
  void givesAConfirmedSeatBack() {
    held(hold(key, SCARCE));
    partner().confirm(key);
    partner().cancel(key);
    held(hold(other, SCARCE));
  }

  @Test
  void neverHoldsUnderACancelledKeyAgain() {
    held(hold(key, SCARCE));
    partner().cancel(key);
    assertThat(refusal(hold(key, SCARCE)))
        .satisfies(voided -> assertThat(voided.code()).isEqualTo("voided"))
        .satisfies(voided -> assertThat(voided.message()).contains("already cancelled"));
    held(hold(other, SCARCE));
  }

  @Test
  void neverHoldsUnderAKeyThatWasCancelledFirst() {
    partner().cancel(key);
    partner().cancel(key);
    assertThat(refusal(hold(key, PLENTY)).code()).isEqualTo("voided");
    assertThat(refusal(hold(key, SCARCE)).code()).isEqualTo("voided");
    held(hold(other, SCARCE));
  }

  private StepResult<Booking> hold(BookingKey key, String location) {
    return partner().hold(new ReserveFlight(key, location, "Ada", "Lovelace"));
  }

  private static Booking held(StepResult<Booking> result) {
    assertThat(result).isInstanceOf(StepResult.Done.class);
    return ((StepResult.Done<Booking>) result).value();
  }

  private static Refusal refusal(StepResult<?> result) {
    assertThat(result).isInstanceOf(StepResult.Refused.class);
    return ((StepResult.Refused<?>) result).refused();
  }

  private static BookingKey newKey() {
    return new BookingKey(UUID.randomUUID() + "-flight");
  }
}
