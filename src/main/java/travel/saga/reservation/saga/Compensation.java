package travel.saga.reservation.saga;

import static java.util.stream.Collectors.toUnmodifiableMap;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
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
public enum Compensation {
  CANCEL_FLIGHT(
      FlightSteps.CANCEL_FLIGHT,
      List.of(FlightSteps.RESERVE_FLIGHT, FlightSteps.CONFIRM_FLIGHT),
      taken ->
          taken.flight() == null
              ? taken
              : taken.withFlight(taken.flight().as(Booking.Status.CANCELLED))),
  CANCEL_CAR(
      CarSteps.CANCEL_CAR,
      List.of(CarSteps.RESERVE_CAR, CarSteps.CONFIRM_CAR),
      taken ->
          taken.car() == null ? taken : taken.withCar(taken.car().as(Booking.Status.CANCELLED))),
  REFUND_PAYMENT(
      PaymentSteps.REFUND_PAYMENT,
      List.of(PaymentSteps.PROCESS_PAYMENT),
      taken -> taken.payment() == null ? taken : taken.withPayment(taken.payment().refunded()));

  private final Step<Undo, Done> step;
  private final List<Step<?, ?>> undoes;
  private final UnaryOperator<Bookings> effect;

  Compensation(Step<Undo, Done> step, List<Step<?, ?>> undoes, UnaryOperator<Bookings> effect) {
    this.step = step;
    this.undoes = undoes;
    this.effect = effect;
  }

  Step<Undo, Done> step() {
    return step;
  }

  /** The steps on the booking that this undoes. */
  List<Step<?, ?>> undoes() {
    return undoes;
  }

  /** By the wire name of each step that can be undone, that of the compensation that does it. */
  public static Map<String, String> byStep() {
    return Arrays.stream(values())
        .flatMap(one -> one.undoes.stream().map(done -> Map.entry(done.name(), one.step.name())))
        .collect(toUnmodifiableMap(Map.Entry::getKey, Map.Entry::getValue));
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
