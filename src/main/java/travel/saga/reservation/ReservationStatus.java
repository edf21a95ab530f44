package travel.saga.reservation;

import java.util.Set;

/** Where a reservation stands. CANCELLING and the ended ones never go back. */
public enum ReservationStatus {
  /** The saga runs, forwards or undoing. */
  PENDING,
  CONFIRMED,
  /** Refused or given up, and undone. */
  REJECTED,
  /** A cancel was accepted; what was taken is being undone. */
  CANCELLING,
  CANCELLED,
  /** Something could not be undone, or the saga died: a person has to look. */
  ATTENTION;

  /** Those that a workflow is expected to carry on. */
  public static final Set<ReservationStatus> OPEN = Set.of(PENDING, CANCELLING);

  /** True while a workflow is expected to carry the reservation on. */
  public boolean isOpen() {
    return OPEN.contains(this);
  }
}
