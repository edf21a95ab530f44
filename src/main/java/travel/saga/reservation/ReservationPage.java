package travel.saga.reservation;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * @param next the cursor of the next page; null behind the last
 */
public record ReservationPage(List<Reservation> reservations, @Nullable String next) {}
