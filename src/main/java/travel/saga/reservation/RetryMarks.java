package travel.saga.reservation;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.concurrent.CompletionStage;

/**
 * Remembers of which reservations a step is tried again, so that an operator finds them. Nobody
 * waits for it, and where it fails nothing is lost but that hint: a later attempt gives another.
 */
@ApplicationScoped
public class RetryMarks {
  private final Reservations reservations;

  public RetryMarks(Reservations reservations) {
    this.reservations = reservations;
  }

  /**
   * Whether it is remembered of an attempt: the first of a step, the second, the fourth and so on,
   * that many faults do not become as many writes.
   */
  public static boolean isKept(int failedAttempt) {
    return Integer.bitCount(failedAttempt) == 1;
  }

  /**
   * After an attempt that has to be repeated.
   *
   * @return whether it is remembered; never fails
   */
  public CompletionStage<Boolean> attemptFailed(StepCall call) {
    return isKept(call.attempt())
        ? reservations.markRetrying(call.reservationId()).handle((done, failure) -> failure == null)
        : Stages.of(false);
  }
}
