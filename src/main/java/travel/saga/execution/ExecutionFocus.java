package travel.saga.execution;

import java.util.Set;
import travel.saga.reservation.ReservationStatus;

/** What an operator looks for among executions. */
public enum ExecutionFocus {
  ALL(Set.of()),
  /** Of each reservation that stands at ATTENTION, its own workflow. */
  ATTENTION(Set.of(ReservationStatus.ATTENTION)),
  /**
   * Of each open reservation of which a step has failed and is tried again, its own workflow. It
   * stays among them until the reservation is settled.
   */
  RETRYING(ReservationStatus.OPEN);

  private final Set<ReservationStatus> statuses;

  ExecutionFocus(Set<ReservationStatus> statuses) {
    this.statuses = statuses;
  }

  Set<ReservationStatus> statuses() {
    return statuses;
  }
}
