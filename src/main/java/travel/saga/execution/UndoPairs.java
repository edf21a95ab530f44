package travel.saga.execution;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Which compensation undoes which step, by their wire names.
 *
 * @param byStep by the step, its compensation
 */
public record UndoPairs(Map<String, String> byStep) {

  boolean isCompensation(String step) {
    return byStep.containsValue(step);
  }

  /** The steps, with what other executions have undone of them; a step can be undone but once. */
  List<StepRun> undoneAlsoBy(List<Execution> others, List<StepRun> steps) {
    Set<String> done = new HashSet<>();
    others.stream()
        .flatMap(other -> other.steps().stream())
        .filter(step -> step.compensation() && step.status() == StepStatus.COMPLETED)
        .forEach(step -> done.add(step.name()));
    return steps.stream().map(step -> undone(step, done)).toList();
  }

  private StepRun undone(StepRun step, Set<String> done) {
    String compensation = byStep.get(step.name());
    return step.undoneBy() == null && compensation != null && done.contains(compensation)
        ? step.undoneBy(compensation)
        : step;
  }
}
