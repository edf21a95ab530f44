package travel.saga.reservation;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which reservations, newest first. What is null or empty does not matter.
 *
 * @param statuses one of these
 * @param retrying only open ones of which a step has failed and is tried again
 * @param lastName the traveller's, whole, in whatever case
 * @param created when the record was made
 * @param cursor of the page before, or of this page
 * @param limit records of a page, 1 at least
 */
public record ReservationQuery(
    Set<ReservationStatus> statuses,
    boolean retrying,
    @Nullable String lastName,
    TimeRange created,
    @Nullable String cursor,
    int limit) {

  public ReservationQuery(
      Set<ReservationStatus> statuses,
      @Nullable String lastName,
      @Nullable String cursor,
      int limit) {
    this(statuses, false, lastName, TimeRange.ALL, cursor, limit);
  }

  public ReservationQuery(
      @Nullable ReservationStatus status,
      @Nullable String lastName,
      @Nullable String cursor,
      int limit) {
    this(status == null ? Set.of() : Set.of(status), lastName, cursor, limit);
  }

  /**
   * Whether a record is one of those that are asked for, but for {@link #retrying}, which no record
   * tells.
   */
  public boolean asksFor(Reservation record) {
    return (statuses.isEmpty() || statuses.contains(record.status()))
        && (!retrying || record.status().isOpen())
        && created.contains(record.createdAt())
        && (lastName == null || lastName.equalsIgnoreCase(record.trip().traveller().lastName()));
  }

  /** Whether every record is asked for. */
  public boolean asksForAll() {
    return statuses.isEmpty() && !retrying && lastName == null && created.equals(TimeRange.ALL);
  }

  /** Whether no record is asked for but with one of these statuses. */
  public boolean asksOnlyFor(Set<ReservationStatus> some) {
    return !statuses.isEmpty() && some.containsAll(statuses);
  }

  /** Personal data stays out of logs. */
  @Override
  public String toString() {
    return "ReservationQuery[" + statuses + ", " + limit + "]";
  }
}
