package travel.saga.reservation.saga;

import java.util.Arrays;
import java.util.function.UnaryOperator;
import travel.saga.car.CarSteps;
import travel.saga.flight.FlightSteps;
import travel.saga.payment.PaymentSteps;
import travel.saga.reservation.Booking;
import travel.saga.reservation.Bookings;
import travel.saga.reservation.Done;
import travel.saga.reservation.Step;
import travel.saga.reservation.Undo;

/** What can be undone, and what is left of the bookings then. */
enum Compensation {
  CANCEL_FLIGHT(
      FlightSteps.CANCEL_FLIGHT,
      taken ->
          taken.flight() == null
              ? taken
              : taken.withFlight(taken.flight().as(Booking.Status.CANCELLED))),
  CANCEL_CAR(
      CarSteps.CANCEL_CAR,
      taken ->
          taken.car() == null ? taken : taken.withCar(taken.car().as(Booking.Status.CANCELLED))),
  REFUND_PAYMENT(
      PaymentSteps.REFUND_PAYMENT,
      taken -> taken.payment() == null ? taken : taken.withPayment(taken.payment().refunded()));

  private final Step<Undo, Done> step;
  private final UnaryOperator<Bookings> effect;

  Compensation(Step<Undo, Done> step, UnaryOperator<Bookings> effect) {
    this.step = step;
    this.effect = effect;
  }

  Step<Undo, Done> step() {
    return step;
  }

  Bookings undone(Bookings taken) {
    return effect.apply(taken);
  }

  /**
   * @throws IllegalArgumentException for a name that is no compensation's
   */
  static Compensation named(String wireName) {
    return Arrays.stream(values())
        .filter(compensation -> compensation.step.name().equals(wireName))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException(wireName + " is no compensation"));
  }
}
