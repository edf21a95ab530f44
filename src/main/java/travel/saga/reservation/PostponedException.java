package travel.saga.reservation;

import java.time.Duration;

/**
 * A call that was not made, since it is known to be of no use for a while: a fault that says so.
 */
public final class PostponedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final Duration delay;

  public PostponedException(Duration delay, String message) {
    super(message, null, false, false);
    this.delay = delay;
  }

  public Postponement postponement() {
    return new Postponement(delay, String.valueOf(getMessage()));
  }
}
