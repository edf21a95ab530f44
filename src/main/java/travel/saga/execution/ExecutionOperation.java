package travel.saga.execution;

import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import travel.saga.reservation.Reservation;
import travel.saga.reservation.ReservationStatus;
import travel.saga.reservation.WorkflowId;

/** What an operator may do to an execution, and when. The engine's own refusals are for races. */
public enum ExecutionOperation {
  SUSPEND(ExecutionOperation::hasEnded),
  /** Also of one that runs: a suspend may be on its way to it. */
  RESUME(ExecutionOperation::hasEnded),
  TERMINATE(ExecutionOperation::hasEnded),
  RERUN(ExecutionOperation::isNotDead),
  PURGE(ExecutionOperation::isNeeded);

  private static final Set<ExecutionStatus> DEAD =
      Set.of(ExecutionStatus.FAILED, ExecutionStatus.TERMINATED);

  private final Function<ExecutionDetail, @Nullable String> objection;

  ExecutionOperation(Function<ExecutionDetail, @Nullable String> objection) {
    this.objection = objection;
  }

  /** Why it cannot be done as things stand, as a sentence for the operator; empty where it can. */
  public Optional<String> objection(ExecutionDetail found) {
    return Optional.ofNullable(objection.apply(found));
  }

  /**
   * @return what was found
   * @throws ExecutionRefusedException where it cannot be done
   */
  public ExecutionDetail require(ExecutionDetail found) {
    String sentence = objection.apply(found);
    if (sentence != null) {
      throw new ExecutionRefusedException(sentence);
    }
    return found;
  }

  private static @Nullable String hasEnded(ExecutionDetail found) {
    ExecutionStatus status = status(found);
    return status.isEnd() ? "The execution has ended: it is " + status + "." : null;
  }

  /** While nothing has been undone: a key that was undone can never be used again. */
  private static @Nullable String isNotDead(ExecutionDetail found) {
    if (!DEAD.contains(status(found))) {
      return "The execution is %s. One that has FAILED or was TERMINATED can be rerun."
          .formatted(status(found));
    }
    if (found.execution().steps().stream().anyMatch(StepRun::compensation)) {
      return "Something has been undone already, and a key that was undone can never be used again."
          + " Retry or settle the open compensations instead.";
    }
    WorkflowId id = new WorkflowId(found.execution().summary().id());
    Reservation reservation = found.reservation().orElse(null);
    if (reservation == null || !reservation.workflows().contains(id)) {
      return "The execution is not one that books a trip.";
    }
    if (!reservation.workflow().equals(id)) {
      return "The execution is not the one that carries the reservation on: that is "
          + reservation.workflow()
          + ".";
    }
    if (found.execution().steps().isEmpty()) {
      return "No step had begun.";
    }
    return reservation.canBeRerun()
        ? null
        : ("The reservation is %s. One can be rerun that is PENDING, or at ATTENTION with nothing"
                + " undone and no cancel asked for.")
            .formatted(reservation.status());
  }

  /**
   * Without its execution an open reservation would be begun anew, and one at ATTENTION is
   * evidence.
   */
  private static @Nullable String isNeeded(ExecutionDetail found) {
    if (!status(found).isEnd()) {
      return "The execution is %s. One that has ended can be purged; terminate ends it."
          .formatted(status(found));
    }
    ReservationStatus status = found.reservation().map(Reservation::status).orElse(null);
    return status != null && (status.isOpen() || status == ReservationStatus.ATTENTION)
        ? "The reservation is %s. Its executions can be purged when it has been settled."
            .formatted(status)
        : null;
  }

  private static ExecutionStatus status(ExecutionDetail found) {
    return found.execution().summary().status();
  }
}
