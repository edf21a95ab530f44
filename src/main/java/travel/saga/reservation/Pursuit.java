package travel.saga.reservation;

import org.jspecify.annotations.Nullable;

/**
 * How a reservation is carried on, once that is no longer what its saga does by itself. Absent from
 * the record until then.
 *
 * @param workflow the one that is responsible; null for the saga
 * @param undos how many workflows were started to undo something; the last one's number
 * @param cancelled a cancel was accepted, so that it is CANCELLED when all is undone, not REJECTED
 * @param revived it stood at ATTENTION, with a dead saga, and is being booked again
 */
record Pursuit(@Nullable WorkflowId workflow, int undos, boolean cancelled, boolean revived) {
  private static final Pursuit BY_THE_SAGA = new Pursuit(null, 0, false, false);

  static Pursuit of(@Nullable Pursuit stored) {
    return stored == null ? BY_THE_SAGA : stored;
  }

  Pursuit by(WorkflowId next) {
    return new Pursuit(next, undos, cancelled, revived);
  }

  Pursuit withUndo() {
    return new Pursuit(workflow, undos + 1, cancelled, revived);
  }

  Pursuit withCancel() {
    return new Pursuit(workflow, undos, true, revived);
  }

  Pursuit asRevived() {
    return new Pursuit(workflow, undos, cancelled, true);
  }

  boolean undoesConfirmation() {
    return workflow != null && workflow.undoes();
  }
}
