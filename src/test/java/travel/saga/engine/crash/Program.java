package travel.saga.engine.crash;

import java.util.ArrayList;
import java.util.List;

/**
 * A random workflow, as data. It computes one number, which depends on the outcome of every step.
 *
 * @param name the workflow's name, its own
 * @param generations each but the last ends by continuing as new
 * @param fails whether the last ends with a failure
 */
record Program(String name, List<List<Step>> generations, boolean fails) {

  /** What a workflow comes to. */
  record Result(boolean failed, String output, String customStatus) {}

  /** The same, with the same children, under another name. */
  Program again() {
    return new Program(name + "-again", generations, fails);
  }

  /** What it comes to when nothing ever goes wrong: step after step, no engine. */
  Result result(long input) {
    long value = input;
    String status = "";
    for (List<Step> steps : generations) {
      status = "";
      for (Step step : steps) {
        if (step instanceof Step.CustomStatus set) {
          status = status(set, value);
        }
        value = Values.mix(value, outcome(step, value));
      }
    }
    return new Result(fails, Long.toString(value), status);
  }

  static String status(Step.CustomStatus step, long value) {
    return "at " + Values.mix(value, step.salt());
  }

  private static long outcome(Step step, long value) {
    if (step instanceof Step.Activities activities) {
      long sum = 0;
      for (Step.Task task : activities.tasks()) {
        sum =
            Values.mix(
                sum, task.isGivenUp() ? Values.GIVEN_UP : Values.activity(task.salt(), value));
      }
      return sum;
    } else if (step instanceof Step.Events events) {
      return Values.events(events.name(), events.count());
    } else if (step instanceof Step.Child child && child.awaited()) {
      Result result = child.program().result(value);
      return result.failed() ? Values.GIVEN_UP : Long.parseLong(result.output());
    } else if (step instanceof Step.Foreign) {
      return Values.GIVEN_UP;
    }
    return 0;
  }

  /** The names of the events it waits for, with how many of each, in order; not its children's. */
  List<Step.Events> events() {
    List<Step.Events> all = new ArrayList<>();
    generations.forEach(
        steps -> {
          for (Step step : steps) {
            if (step instanceof Step.Events events) {
              all.add(events);
            }
          }
        });
    return all;
  }

  /** Whether a child of it, at any depth, may outlive its parent. */
  boolean leavesChildren() {
    return withChildren().stream()
        .flatMap(each -> each.generations().stream())
        .flatMap(List::stream)
        .anyMatch(step -> step instanceof Step.Child child && !child.awaited());
  }

  /** This and its children, at any depth. */
  List<Program> withChildren() {
    List<Program> all = new ArrayList<>(List.of(this));
    generations.forEach(
        steps -> {
          for (Step step : steps) {
            if (step instanceof Step.Child child) {
              all.addAll(child.program().withChildren());
            }
          }
        });
    return all;
  }
}
