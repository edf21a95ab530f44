package travel.saga.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import travel.saga.execution.ExecutionOverview;
import travel.saga.execution.ExecutionStatus;
import travel.saga.execution.ExecutionSummary;
import travel.saga.reservation.Reservation;
import travel.saga.reservation.ReservationStatus;

/**
 * How an execution stands.
 *
 * @param reservationStatus of the reservation that it works for; told in lists
 * @param note what the operator should know of what was done
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
public record ExecutionView(
    String id,
    String workflow,
    ExecutionStatus status,
    Instant createdAt,
    Instant updatedAt,
    @Nullable Instant endedAt,
    @Nullable ReservationStatus reservationStatus,
    @Nullable String note) {

  static ExecutionView of(ExecutionOverview.Row row) {
    return of(row.execution(), row.reservation().map(Reservation::status).orElse(null), null);
  }

  static ExecutionView of(ExecutionSummary summary) {
    return of(summary, null);
  }

  static ExecutionView of(ExecutionSummary summary, @Nullable String note) {
    return of(summary, null, note);
  }

  private static ExecutionView of(
      ExecutionSummary summary, @Nullable ReservationStatus reservation, @Nullable String note) {
    return new ExecutionView(
        summary.id(),
        summary.workflow(),
        summary.status(),
        summary.createdAt(),
        summary.updatedAt(),
        summary.endedAt(),
        reservation,
        note);
  }
}
