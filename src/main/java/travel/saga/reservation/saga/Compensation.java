package travel.saga.reservation.saga;

import static java.util.stream.Collectors.toUnmodifiableMap;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import travel.saga.car.CarSteps;
import travel.saga.flight.FlightSteps;
import travel.saga.payment.PaymentSteps;
import travel.saga.reservation.Bookings;
import travel.saga.reservation.Done;
import travel.saga.reservation.Step;
import travel.saga.reservation.Subject;
import travel.saga.reservation.Undo;

/** What can be undone, and what is left of the bookings then. */
public enum Compensation {
  CANCEL_FLIGHT(
      FlightSteps.CANCEL_FLIGHT,
      Subject.FLIGHT,
      List.of(FlightSteps.RESERVE_FLIGHT, FlightSteps.CONFIRM_FLIGHT)),
  CANCEL_CAR(CarSteps.CANCEL_CAR, Subject.CAR, List.of(CarSteps.RESERVE_CAR, CarSteps.CONFIRM_CAR)),
  REFUND_PAYMENT(
      PaymentSteps.REFUND_PAYMENT, Subject.PAYMENT, List.of(PaymentSteps.PROCESS_PAYMENT));

  private final Step<Undo, Done> step;
  private final Subject subject;
  private final List<Step<?, ?>> undoes;

  Compensation(Step<Undo, Done> step, Subject subject, List<Step<?, ?>> undoes) {
    this.step = step;
    this.subject = subject;
    this.undoes = undoes;
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
    return subject.undone(taken);
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
