package travel.saga.reservation;

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
 * @param rerun what {@code workflow} goes on from, so that whoever finds it missing begins it there
 * @param stuck how often it came to ATTENTION; null for never
 * @param settled wire names of the compensations that a person has done by hand; null for none
 */
record Pursuit(
    @Nullable WorkflowId workflow,
    int undos,
    boolean cancelled,
    @Nullable Rerun rerun,
    @Nullable List<Stuck> stuck,
    @Nullable List<String> settled) {
  private static final Pursuit BY_THE_SAGA = new Pursuit(null, 0, false, null, null, null);

  static Pursuit of(@Nullable Pursuit stored) {
    return stored == null ? BY_THE_SAGA : stored;
  }

  Pursuit by(@Nullable WorkflowId next, @Nullable Rerun source) {
    return new Pursuit(next, undos, cancelled, source, stuck, settled);
  }

  Pursuit withUndo() {
    return new Pursuit(workflow, undos + 1, cancelled, rerun, stuck, settled);
  }

  Pursuit withCancel() {
    return new Pursuit(workflow, undos, true, rerun, stuck, settled);
  }

  Pursuit withStuck(Stuck again) {
    return new Pursuit(workflow, undos, cancelled, rerun, with(stuck, again), settled);
  }

  Pursuit withSettled(String compensation) {
    return new Pursuit(workflow, undos, cancelled, rerun, stuck, with(settled, compensation));
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
