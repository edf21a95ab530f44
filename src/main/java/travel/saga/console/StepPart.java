package travel.saga.console;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import travel.saga.execution.Attempt;
import travel.saga.execution.Failure;
import travel.saga.execution.StepRun;
import travel.saga.execution.StepStatus;
import travel.saga.reservation.PartnerVerb;

/**
 * A step, as its page shows it. Input and output are those of the last attempt.
 *
 * @param number counts from 1, in the order in which the steps began
 * @param brief attempts and duration
 * @param trouble what went wrong in the last attempt; empty where nothing did
 * @param key of its effect
 * @param idempotencyKey which a partner over HTTP was sent
 * @param trace that its last attempt belongs to; null where it is not traced
 */
record StepPart(
    int number,
    String name,
    Badge badge,
    String brief,
    String trouble,
    List<AttemptPart> attempts,
    UtcTime started,
    @Nullable UtcTime nextAttempt,
    @Nullable String input,
    @Nullable String output,
    @Nullable String key,
    @Nullable String idempotencyKey,
    @Nullable TraceLink trace,
    @Nullable String undoneBy) {

  /**
   * @param end of the execution, or now: until then lasts what has no end
   */
  static StepPart of(int number, StepRun step, Instant end, TraceLinks links) {
    List<AttemptPart> attempts =
        step.attempts().stream().map(attempt -> AttemptPart.of(attempt, end)).toList();
    Attempt last = last(step);
    StoredJson input = StoredJson.of(last.input());
    StoredJson output = StoredJson.of(last.output());
    String key = input.key();
    return new StepPart(
        number,
        step.name(),
        Badge.of(step.status()),
        brief(step, end),
        trouble(last, output),
        attempts,
        new UtcTime(step.attempts().get(0).startedAt()),
        UtcTime.orNull(step.nextAttemptAt()),
        input.pretty(),
        output.pretty(),
        key,
        PartnerVerb.idempotencyKey(step.name(), key),
        links.of(last.traceId()),
        step.undoneBy());
  }

  /** In the picture what was done and undone again is not shown as done. */
  Badge shownAs() {
    return undoneBy != null && badge.equals(Badge.of(StepStatus.COMPLETED)) ? Badge.UNDONE : badge;
  }

  public String anchor() {
    return "step-" + number;
  }

  static Attempt last(StepRun step) {
    return step.attempts().get(step.attempts().size() - 1);
  }

  /** When it came to its end; what is still to be tried again has not. */
  static Instant end(StepRun step, Instant end) {
    Instant ended = last(step).endedAt();
    return ended == null || step.status() == StepStatus.WAITING ? end : ended;
  }

  private static String trouble(Attempt last, StoredJson output) {
    Failure failure = last.error();
    return failure == null ? output.refusal() : failure.message();
  }

  private static String brief(StepRun step, Instant end) {
    String took = Elapsed.between(step.attempts().get(0).startedAt(), end(step, end));
    int attempts = step.attempts().size();
    return attempts == 1 ? took : attempts + " attempts, " + took;
  }
}
