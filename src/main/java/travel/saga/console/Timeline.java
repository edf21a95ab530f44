package travel.saga.console;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import travel.saga.execution.Attempt;
import travel.saga.execution.StepRun;
import travel.saga.execution.StepStatus;

/**
 * When which step ran: a row for each, over one axis.
 *
 * @param ticks what the axis says at its beginning, its quarters and its end
 */
record Timeline(List<String> ticks, List<Row> rows) {
  /** How long the axis is; nothing that happened is shorter than {@link #SHORTEST} of it. */
  static final int LENGTH = 1000;

  static final int SHORTEST = 4;
  private static final int QUARTERS = 4;

  /** A step: its attempts, and the pauses between them. */
  record Row(StepPart step, List<Bar> bars, List<Bar> waits) {}

  /** From {@code x} on. */
  record Bar(int x, int width, String css, String label) {}

  /**
   * @param parts the same steps, as the page shows them
   * @param begin of the execution
   * @param end of it, or now
   */
  static Timeline of(List<StepRun> steps, List<StepPart> parts, Instant begin, Instant end) {
    Axis axis = new Axis(begin, end);
    List<Row> rows =
        IntStream.range(0, steps.size())
            .mapToObj(i -> row(steps.get(i), parts.get(i), axis))
            .toList();
    return new Timeline(axis.ticks(), rows);
  }

  public int length() {
    return LENGTH;
  }

  private static Row row(StepRun step, StepPart part, Axis axis) {
    List<Bar> bars = new ArrayList<>();
    List<Bar> waits = new ArrayList<>();
    Instant free = null;
    for (Attempt attempt : step.attempts()) {
      if (free != null) {
        waits.add(pause(free, attempt.startedAt(), axis));
      }
      free = attempt.endedAt() == null ? axis.end() : attempt.endedAt();
      Badge badge = Badge.of(attempt.status());
      String label =
          "Attempt %d: %s, %s"
              .formatted(
                  attempt.number(), badge.word(), Elapsed.between(attempt.startedAt(), free));
      bars.add(axis.bar(attempt.startedAt(), free, badge.css(), label));
    }
    if (free != null && step.status() == StepStatus.WAITING) {
      waits.add(pause(free, axis.end(), axis));
    }
    return new Row(part, bars, waits);
  }

  private static Bar pause(Instant from, Instant to, Axis axis) {
    return axis.bar(from, to, "wait", "Waiting, " + Elapsed.between(from, to));
  }

  private record Axis(Instant begin, Instant end) {
    Bar bar(Instant from, Instant to, String css, String label) {
      int x = Math.min(place(from), LENGTH - SHORTEST);
      return new Bar(x, Math.max(SHORTEST, place(to) - x), css, label);
    }

    List<String> ticks() {
      Duration quarter = Duration.between(begin, end).dividedBy(QUARTERS);
      return IntStream.rangeClosed(0, QUARTERS)
          .mapToObj(i -> Elapsed.text(quarter.multipliedBy(i)))
          .toList();
    }

    private int place(Instant at) {
      double whole = Math.max(1, Duration.between(begin, end).toNanos());
      double part = Duration.between(begin, at).toNanos() / whole;
      return (int) Math.round(LENGTH * Math.min(1, Math.max(0, part)));
    }
  }
}
