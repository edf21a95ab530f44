package travel.saga.execution;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One execution with all that is known of it.
 *
 * @param input JSON
 * @param output JSON
 * @param traceId of the trace that it was started in
 * @param steps in the order in which they began
 */
public record Execution(
    ExecutionSummary summary,
    @Nullable String input,
    @Nullable String output,
    @Nullable Failure failure,
    @Nullable String traceId,
    List<StepRun> steps) {

  Execution withSteps(List<StepRun> others) {
    return new Execution(summary, input, output, failure, traceId, others);
  }
}
