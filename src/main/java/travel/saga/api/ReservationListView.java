package travel.saga.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.util.List;
import org.jspecify.annotations.Nullable;
import travel.saga.reservation.ReservationPage;

/**
 * A page of reservations.
 *
 * @param next the cursor of the next page; absent on the last
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
public record ReservationListView(List<ReservationView> reservations, @Nullable String next) {
  static ReservationListView of(ReservationPage page) {
    return new ReservationListView(
        page.reservations().stream().map(ReservationView::of).toList(), page.next());
  }
}
