package travel.saga.car;

import travel.saga.reservation.BookingKey;

/** Input of {@code reserve-car}: a car of the class at the location, held under the key. */
public record ReserveCar(
    BookingKey key, String carClass, String location, String firstName, String lastName) {
  @Override
  public String toString() {
    return "ReserveCar " + key;
  }
}
