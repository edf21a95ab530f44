package travel.saga.console;

import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import travel.saga.execution.Execution;
import travel.saga.execution.ExecutionDetail;
import travel.saga.execution.ExecutionSummary;
import travel.saga.execution.SagaPlan;
import travel.saga.execution.StepRun;
import travel.saga.reservation.Reservation;

/**
 * An execution, as its page shows it.
 *
 * @param failure why it failed; null where it did not
 * @param trace that it belongs to; null where it is not traced
 * @param olderSteps how many steps came before the first that is shown
 * @param changing whether anything can change without an operator
 */
record ShownExecution(
    String id,
    String workflow,
    Badge badge,
    UtcTime started,
    @Nullable UtcTime ended,
    String duration,
    @Nullable String failure,
    @Nullable String input,
    @Nullable String output,
    String history,
    @Nullable TraceLink trace,
    @Nullable ReservationPart reservation,
    SagaGraph graph,
    Timeline timeline,
    List<StepPart> steps,
    int olderSteps,
    boolean changing) {
  private static final int STEPS_SHOWN = 200;

  static ShownExecution of(ExecutionDetail detail, SagaPlan plan, TraceLinks links, Instant now) {
    Execution execution = detail.execution();
    ExecutionSummary summary = execution.summary();
    Instant end = summary.endedAt() == null ? now : summary.endedAt();
    Instant begin = begin(execution);
    int older = Math.max(0, execution.steps().size() - STEPS_SHOWN);
    List<StepRun> runs = execution.steps().subList(older, execution.steps().size());
    List<StepPart> steps =
        IntStream.range(0, runs.size())
            .mapToObj(i -> StepPart.of(older + i + 1, runs.get(i), end, links))
            .toList();
    return new ShownExecution(
        summary.id(),
        summary.workflow(),
        Badge.of(summary.status()),
        new UtcTime(summary.createdAt()),
        UtcTime.orNull(summary.endedAt()),
        Elapsed.between(summary.createdAt(), end),
        execution.failure() == null ? null : AttemptPart.text(execution.failure()),
        StoredJson.of(execution.input()).pretty(),
        StoredJson.of(execution.output()).pretty(),
        ExecutionPath.history(summary.id()),
        links.of(execution.traceId()),
        detail.reservation().map(record -> ReservationPart.of(record, summary.id())).orElse(null),
        SagaGraph.of(plan, summary.workflow(), steps),
        Timeline.of(runs, steps, begin, end),
        steps,
        older,
        !summary.status().isEnd()
            || detail.reservation().filter(ShownExecution::isCarriedOn).isPresent());
  }

  /** A rerun begins with steps that are older than itself. */
  private static Instant begin(Execution execution) {
    return Stream.concat(
            Stream.of(execution.summary().createdAt()),
            execution.steps().stream().map(step -> step.attempts().get(0).startedAt()))
        .min(Instant::compareTo)
        .orElseThrow();
  }

  private static boolean isCarriedOn(Reservation reservation) {
    return reservation.status().isOpen()
        || reservation.openCompensations().stream().anyMatch(open -> open.retriedBy() != null);
  }
}
