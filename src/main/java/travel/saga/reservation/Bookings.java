package travel.saga.reservation;

import org.jspecify.annotations.Nullable;

/** What a reservation has taken so far; absent means never taken. */
public record Bookings(@Nullable Booking flight, @Nullable Booking car, @Nullable Payment payment) {
  public static final Bookings NONE = new Bookings(null, null, null);

  public Bookings withFlight(Booking taken) {
    return new Bookings(taken, car, payment);
  }

  public Bookings withCar(Booking taken) {
    return new Bookings(flight, taken, payment);
  }

  public Bookings withPayment(Payment taken) {
    return new Bookings(flight, car, taken);
  }

  /** Both views of the same bookings together: nothing that was given back comes back. */
  Bookings and(Bookings other) {
    return new Bookings(
        later(flight, other.flight),
        later(car, other.car),
        payment == null || isRefunded(other.payment) ? other.payment : payment);
  }

  private static @Nullable Booking later(@Nullable Booking mine, @Nullable Booking theirs) {
    boolean theirsIsLater =
        mine == null || (theirs != null && theirs.status() == Booking.Status.CANCELLED);
    return theirsIsLater ? theirs : mine;
  }

  private static boolean isRefunded(@Nullable Payment payment) {
    return payment != null && payment.status() == Payment.Status.REFUNDED;
  }
}
