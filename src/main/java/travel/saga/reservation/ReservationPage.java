package travel.saga.reservation;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * @param next the cursor of the next page; null behind the last
 * @param here a cursor with which this page is read again from the same first record on, though
 *     newer ones have come since; null for an empty page
 */
public record ReservationPage(
    List<Reservation> reservations, @Nullable String next, @Nullable String here) {}
