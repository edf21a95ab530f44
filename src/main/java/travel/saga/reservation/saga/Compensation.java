package travel.saga.reservation.saga;

import java.util.Arrays;
import travel.saga.car.CarSteps;
import travel.saga.flight.FlightSteps;
import travel.saga.payment.PaymentSteps;
import travel.saga.reservation.Bookings;
import travel.saga.reservation.Done;
import travel.saga.reservation.Step;
import travel.saga.reservation.Subject;
import travel.saga.reservation.Undo;

/** What can be undone, and what is left of the bookings then. */
enum Compensation {
  CANCEL_FLIGHT(FlightSteps.CANCEL_FLIGHT, Subject.FLIGHT),
  CANCEL_CAR(CarSteps.CANCEL_CAR, Subject.CAR),
  REFUND_PAYMENT(PaymentSteps.REFUND_PAYMENT, Subject.PAYMENT);

  private final Step<Undo, Done> step;
  private final Subject subject;

  Compensation(Step<Undo, Done> step, Subject subject) {
    this.step = step;
    this.subject = subject;
  }

  Step<Undo, Done> step() {
    return step;
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
