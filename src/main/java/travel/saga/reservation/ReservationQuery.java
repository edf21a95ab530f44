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
    int limit) {}
