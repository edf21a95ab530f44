package travel.saga.reservation.saga;

import travel.saga.reservation.Reason;

/** A step was refused or given up; the forward path ends here. Caught in the workflow alone. */
final class StepEndedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient Reason reason;

  StepEndedException(Reason reason) {
    super(reason.step() + ": " + reason.code(), null, false, false);
    this.reason = reason;
  }

  Reason reason() {
    return reason;
  }
}
