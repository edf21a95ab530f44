package travel.saga.reservation;

import org.jspecify.annotations.Nullable;

/**
 * Which reservations, newest first. What is null does not matter.
 *
 * @param lastName the traveller's, whole, in whatever case
 * @param cursor of the page before
 * @param limit records of a page, 1 at least
 */
public record ReservationQuery(
    @Nullable ReservationStatus status,
    @Nullable String lastName,
    @Nullable String cursor,
    int limit) {

  /** Whether a record is one of those that are asked for. */
  public boolean asksFor(Reservation record) {
    return (status == null || status == record.status())
        && (lastName == null || lastName.equalsIgnoreCase(record.trip().traveller().lastName()));
  }

  /** Whether every record is asked for. */
  public boolean asksForAll() {
    return status == null && lastName == null;
  }

  /** Personal data stays out of logs. */
  @Override
  public String toString() {
    return "ReservationQuery[" + status + ", " + limit + "]";
  }
}
