package travel.saga.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;
import travel.saga.execution.Attempt;
import travel.saga.execution.Failure;
import travel.saga.execution.StepRun;
import travel.saga.execution.StepStatus;

/**
 * A step of an execution.
 *
 * @param compensation whether it undoes other steps
 * @param nextAttemptAt when one that is WAITING is tried again, where a time is set
 * @param undoneBy the compensation that undid it
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
public record StepView(
    String name,
    boolean compensation,
    StepStatus status,
    Instant startedAt,
    @Nullable Instant endedAt,
    @Nullable Instant nextAttemptAt,
    @Nullable String undoneBy,
    List<AttemptView> attempts) {

  /** One call of the step. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
  public record AttemptView(
      int attempt,
      StepStatus status,
      Instant startedAt,
      @Nullable Instant endedAt,
      @Schema(implementation = Object.class) @Nullable JsonNode input,
      @Schema(implementation = Object.class) @Nullable JsonNode output,
      @Nullable Failure error,
      @Nullable String traceId) {
    static AttemptView of(Attempt attempt) {
      return new AttemptView(
          attempt.number(),
          attempt.status(),
          attempt.startedAt(),
          attempt.endedAt(),
          Embedded.json(attempt.input()),
          Embedded.json(attempt.output()),
          attempt.error(),
          attempt.traceId());
    }

    /** Personal data stays out of logs. */
    @Override
    public String toString() {
      return "AttemptView[" + attempt + ", " + status + "]";
    }
  }

  static StepView of(StepRun step) {
    Attempt first = step.attempts().get(0);
    Attempt last = step.attempts().get(step.attempts().size() - 1);
    return new StepView(
        step.name(),
        step.compensation(),
        step.status(),
        first.startedAt(),
        step.status() == StepStatus.WAITING ? null : last.endedAt(),
        step.nextAttemptAt(),
        step.undoneBy(),
        step.attempts().stream().map(AttemptView::of).toList());
  }
}
