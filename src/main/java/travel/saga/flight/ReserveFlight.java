package travel.saga.flight;

import travel.saga.reservation.BookingKey;

/** Input of {@code reserve-flight}: a seat to the location, held under the key. */
public record ReserveFlight(BookingKey key, String location, String firstName, String lastName) {
  @Override
  public String toString() {
    return "ReserveFlight " + key;
  }
}
