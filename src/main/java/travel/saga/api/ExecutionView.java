package travel.saga.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import travel.saga.execution.ExecutionStatus;
import travel.saga.execution.ExecutionSummary;

/**
 * How an execution stands.
 *
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
    @Nullable String note) {

  static ExecutionView of(ExecutionSummary summary) {
    return of(summary, null);
  }

  static ExecutionView of(ExecutionSummary summary, @Nullable String note) {
    return new ExecutionView(
        summary.id(),
        summary.workflow(),
        summary.status(),
        summary.createdAt(),
        summary.updatedAt(),
        summary.endedAt(),
        note);
  }
}
