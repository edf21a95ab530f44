package travel.saga.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;
import travel.saga.execution.Execution;
import travel.saga.execution.ExecutionDetail;
import travel.saga.execution.ExecutionStatus;
import travel.saga.execution.Failure;
import travel.saga.reservation.OpenCompensation;
import travel.saga.reservation.Reservation;
import travel.saga.reservation.ReservationStatus;

/**
 * All that is known of an execution.
 *
 * @param error why it failed
 * @param traceId of the trace that it belongs to, where it is traced
 * @param steps in the order in which they began
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
public record ExecutionDetailView(
    String id,
    String workflow,
    ExecutionStatus status,
    Instant createdAt,
    Instant updatedAt,
    @Nullable Instant endedAt,
    @Schema(implementation = Object.class) @Nullable JsonNode input,
    @Schema(implementation = Object.class) @Nullable JsonNode output,
    @Nullable Failure error,
    @Nullable String traceId,
    @Nullable ReservationPart reservation,
    List<StepView> steps) {

  /** What it works for. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
  public record ReservationPart(
      String reservationId,
      ReservationStatus status,
      @Nullable List<OpenCompensation> openCompensations) {
    static ReservationPart of(Reservation record) {
      return new ReservationPart(
          record.id().value(),
          record.status(),
          record.status() == ReservationStatus.ATTENTION ? record.openCompensations() : null);
    }
  }

  static ExecutionDetailView of(ExecutionDetail detail) {
    Execution execution = detail.execution();
    var summary = execution.summary();
    return new ExecutionDetailView(
        summary.id(),
        summary.workflow(),
        summary.status(),
        summary.createdAt(),
        summary.updatedAt(),
        summary.endedAt(),
        Embedded.json(execution.input()),
        Embedded.json(execution.output()),
        execution.failure(),
        execution.traceId(),
        detail.reservation().map(ReservationPart::of).orElse(null),
        execution.steps().stream().map(StepView::of).toList());
  }

  /** Personal data stays out of logs. */
  @Override
  public String toString() {
    return "ExecutionDetailView[" + id + ", " + status + "]";
  }
}
