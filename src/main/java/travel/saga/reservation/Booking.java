package travel.saga.reservation;

/** A seat or a car, as its partner answered. */
public record Booking(String reference, Status status, Money price) {
  /** What has become of the booking. */
  public enum Status {
    HELD,
    CONFIRMED,
    CANCELLED
  }

  public Booking as(Status next) {
    return new Booking(reference, next, price);
  }
}
