package travel.saga.console;

import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import travel.saga.execution.ExecutionOverview;
import travel.saga.execution.ExecutionSummary;
import travel.saga.reservation.Reservation;

/**
 * An execution in the list, without who travels.
 *
 * @param reservation how the reservation stands that it works for
 */
record ListRow(
    ExecutionSummary execution,
    String url,
    Badge badge,
    @Nullable Badge reservation,
    String duration) {

  static ListRow of(ExecutionOverview.Row row, Instant now) {
    ExecutionSummary execution = row.execution();
    return new ListRow(
        execution,
        ExecutionPath.of(execution.id()),
        Badge.of(execution.status()),
        row.reservation().map(Reservation::status).map(Badge::of).orElse(null),
        Elapsed.between(
            execution.createdAt(), Objects.requireNonNullElse(execution.endedAt(), now)));
  }

  public UtcTime started() {
    return new UtcTime(execution.createdAt());
  }

  public UtcTime changed() {
    return new UtcTime(execution.updatedAt());
  }

  /** Unique on the page and the same each time, without white space as ids of HTML have to be. */
  public String anchor() {
    return "execution-" + url.substring(url.lastIndexOf('/') + 1);
  }
}
