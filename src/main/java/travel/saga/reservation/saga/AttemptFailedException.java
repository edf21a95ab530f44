package travel.saga.reservation.saga;

import java.time.Duration;

/** One attempt of a step ended in a fault: it may or may not have had its effect. */
final class AttemptFailedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final Duration postponed;

  AttemptFailedException(String sentence) {
    this(sentence, Duration.ZERO);
  }

  /**
   * @param postponed how long the next attempt is known to be of no use
   */
  AttemptFailedException(String sentence, Duration postponed) {
    super(sentence, null, false, false);
    this.postponed = postponed;
  }

  /** What the delay before the next attempt is longer by. */
  Duration postponed() {
    return postponed;
  }
}
