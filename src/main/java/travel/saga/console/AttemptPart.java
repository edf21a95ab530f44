package travel.saga.console;

import java.time.Duration;
import java.time.Instant;
import travel.saga.execution.Attempt;
import travel.saga.execution.Failure;

/** One attempt of a step, as its page shows it. */
record AttemptPart(int number, Badge badge, UtcTime started, String duration, String error) {
  /**
   * @param end of the execution, or now: until then lasts what has no end
   */
  static AttemptPart of(Attempt attempt, Instant end) {
    Instant until = attempt.endedAt() == null ? end : attempt.endedAt();
    return new AttemptPart(
        attempt.number(),
        Badge.of(attempt.status()),
        new UtcTime(attempt.startedAt()),
        Elapsed.text(Duration.between(attempt.startedAt(), until)),
        error(attempt));
  }

  /** What went wrong, in a line; empty where nothing did. */
  private static String error(Attempt attempt) {
    Failure failure = attempt.error();
    return failure == null ? StoredJson.of(attempt.output()).refusal() : text(failure);
  }

  static String text(Failure failure) {
    return failure.type().isEmpty() ? failure.message() : failure.type() + ": " + failure.message();
  }
}
