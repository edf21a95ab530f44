package travel.saga.car;

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
 * What every {@link CarPartner} keeps to. Behind the subject there is one car of class {@link
 * #SCARCE} and no end of cars of class {@link #PLENTY}.
 */
abstract class CarPartnerContract {
  static final String SCARCE = "luxury";
  static final String PLENTY = "compact";
  private static final int RACERS = 16;

  private final BookingKey key = newKey();
  private final BookingKey other = newKey();

  abstract CarPartner partner();

  @Test
  void holdsACarAndTellsReferenceAndPrice() {
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
    assertThat(refusal(hold(other, SCARCE)).code()).isEqualTo("no_cars");
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
        .allMatch(answer -> refusal(answer).code().equals("no_cars"));
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
  void givesAHeldCarBackOnce() {
    held(hold(key, SCARCE));
    partner().cancel(key);
    held(hold(other, SCARCE));
    partner().cancel(key);
    assertThat(refusal(hold(newKey(), SCARCE)).code()).isEqualTo("no_cars");
  }

  @Test
  void givesAConfirmedCarBack() {
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

  @Test
  void refusesAClassThatDoesNotExist() {
    assertThat(refusal(hold(key, "zeppelin")).code()).isEqualTo("unknown_car_class");
    assertThat(refusal(hold(key, "")).code()).isEqualTo("unknown_car_class");
    held(hold(key, PLENTY));
  }

  private StepResult<Booking> hold(BookingKey key, String carClass) {
    return partner().hold(new ReserveCar(key, carClass, "Paris", "Ada", "Lovelace"));
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
    return new BookingKey(UUID.randomUUID() + "-car");
  }
}
