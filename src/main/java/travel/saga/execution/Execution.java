package travel.saga.execution;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One execution with all that is known of it.
 *
 * @param input JSON
 * @param output JSON
 * @param steps in the order in which they began
 */
public record Execution(
    ExecutionSummary summary,
    @Nullable String input,
    @Nullable String output,
    @Nullable Failure failure,
    List<StepRun> steps) {

  Execution withSteps(List<StepRun> others) {
    return new Execution(summary, input, output, failure, others);
  }
}
