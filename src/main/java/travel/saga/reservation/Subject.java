package travel.saga.reservation;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * What a trip takes, each under a key of its own and given back by one compensation. Newest first:
 * the order in which it is undone.
 */
public enum Subject {
  PAYMENT("payment", "refund-payment", Subject::refund),
  CAR("car", "cancel-car", Subject::cancelCar),
  FLIGHT("flight", "cancel-flight", Subject::cancelFlight);

  private final String keyName;
  private final String compensation;
  private final UnaryOperator<Bookings> undo;

  Subject(String keyName, String compensation, UnaryOperator<Bookings> undo) {
    this.keyName = keyName;
    this.compensation = compensation;
    this.undo = undo;
  }

  /** The subject that the compensation of this wire name gives back. */
  public static Optional<Subject> undoneBy(String compensation) {
    return Arrays.stream(values())
        .filter(subject -> subject.compensation.equals(compensation))
        .findFirst();
  }

  /** Every compensation of a trip, for an answer that was lost may have been a booking. */
  static List<OpenCompensation> allOf(ReservationId id) {
    return Arrays.stream(values())
        .map(subject -> new OpenCompensation(subject.compensation, id.key(subject.keyName), 0))
        .toList();
  }

  /** The bookings when this is given back; what was never taken stays absent. */
  public Bookings undone(Bookings taken) {
    return undo.apply(taken);
  }

  private static Bookings refund(Bookings taken) {
    return taken.payment() == null ? taken : taken.withPayment(taken.payment().refunded());
  }

  private static Bookings cancelCar(Bookings taken) {
    return taken.car() == null ? taken : taken.withCar(taken.car().as(Booking.Status.CANCELLED));
  }

  private static Bookings cancelFlight(Bookings taken) {
    return taken.flight() == null
        ? taken
        : taken.withFlight(taken.flight().as(Booking.Status.CANCELLED));
  }
}
