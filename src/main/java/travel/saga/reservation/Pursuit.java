package travel.saga.reservation;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * How a reservation is carried on, once that is no longer what its saga does by itself. Absent from
 * the record until then.
 *
 * @param workflow the one that is responsible; null for the saga
 * @param undos how many workflows were started to undo something; the last one's number
 * @param cancelled a cancel was accepted, so that it is CANCELLED when all is undone, not REJECTED
 * @param reruns how many workflows went on with the saga; the last one's number
 */
record Pursuit(
    @Nullable WorkflowId workflow,
    int undos,
    boolean cancelled,
    @JsonInclude(JsonInclude.Include.NON_DEFAULT) int reruns) {
  private static final Pursuit BY_THE_SAGA = new Pursuit(null, 0, false, 0);

  /** Records of an earlier release do not count the reruns, but point to the last. */
  Pursuit {
    reruns = Math.max(reruns, workflow == null ? 0 : workflow.rerunNumber());
  }

  static Pursuit of(@Nullable Pursuit stored) {
    return stored == null ? BY_THE_SAGA : stored;
  }

  Pursuit by(WorkflowId next) {
    return new Pursuit(next, undos, cancelled, reruns);
  }

  Pursuit withUndo() {
    return new Pursuit(workflow, undos + 1, cancelled, reruns);
  }

  Pursuit withRerun(ReservationId id) {
    return new Pursuit(WorkflowId.rerun(id, reruns + 1), undos, cancelled, reruns + 1);
  }

  Pursuit withCancel() {
    return new Pursuit(workflow, undos, true, reruns);
  }

  boolean undoesConfirmation() {
    return workflow != null && workflow.undoes();
  }
}
