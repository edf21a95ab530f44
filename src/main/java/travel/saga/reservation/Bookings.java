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
}
