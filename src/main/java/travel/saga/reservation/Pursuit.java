package travel.saga.reservation;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * How a reservation is carried on, once that is no longer what its saga does by itself. Absent from
 * the record until then.
 *
 * @param workflow the one that is responsible; null for the saga
 * @param undos how many workflows were started to undo something; the last one's number
 * @param cancelled a cancel was accepted, so that it is CANCELLED when all is undone, not REJECTED
 * @param reruns how many workflows went on with the saga; the last one's number
 * @param rerun what {@code workflow} goes on from, so that whoever finds it missing begins it there
 * @param stuck how often it came to ATTENTION; null for never
 * @param settled wire names of the compensations that a person has done by hand; null for none
 */
record Pursuit(
    @Nullable WorkflowId workflow,
    int undos,
    boolean cancelled,
    @JsonInclude(JsonInclude.Include.NON_DEFAULT) int reruns,
    @Nullable Rerun rerun,
    @Nullable List<Stuck> stuck,
    @Nullable List<String> settled) {
  private static final Pursuit BY_THE_SAGA = new Pursuit(null, 0, false, 0, null, null, null);

  /** Records of an earlier release do not count the reruns, but point to the last. */
  Pursuit {
    reruns = Math.max(reruns, workflow == null ? 0 : workflow.rerunNumber());
  }

  static Pursuit of(@Nullable Pursuit stored) {
    return stored == null ? BY_THE_SAGA : stored;
  }

  Pursuit by(@Nullable WorkflowId next) {
    return new Pursuit(next, undos, cancelled, reruns, null, stuck, settled);
  }

  Pursuit withRerun(ReservationId id, Rerun source) {
    int number = reruns + 1;
    WorkflowId next = WorkflowId.rerun(id, number);
    return new Pursuit(next, undos, cancelled, number, source, stuck, settled);
  }

  Pursuit withUndo() {
    return new Pursuit(workflow, undos + 1, cancelled, reruns, rerun, stuck, settled);
  }

  Pursuit withCancel() {
    return new Pursuit(workflow, undos, true, reruns, rerun, stuck, settled);
  }

  Pursuit withStuck(Stuck again) {
    return new Pursuit(workflow, undos, cancelled, reruns, rerun, with(stuck, again), settled);
  }

  Pursuit withSettled(String compensation) {
    return new Pursuit(
        workflow, undos, cancelled, reruns, rerun, stuck, with(settled, compensation));
  }

  Optional<Stuck> stuckAfter(WorkflowId ended) {
    return stuck == null
        ? Optional.empty()
        : stuck.stream().filter(one -> one.after().equals(ended)).findFirst();
  }

  boolean hasSettled(String compensation) {
    return settled != null && settled.contains(compensation);
  }

  boolean undoesConfirmation() {
    return workflow != null && workflow.undoes();
  }

  private static <T> List<T> with(@Nullable List<T> before, T more) {
    return before == null
        ? List.of(more)
        : Stream.concat(before.stream(), Stream.of(more)).toList();
  }
}
