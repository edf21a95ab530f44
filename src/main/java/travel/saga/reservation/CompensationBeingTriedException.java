package travel.saga.reservation;

/** A compensation cannot be settled by hand: a workflow tries it again, or is about to. */
public final class CompensationBeingTriedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient Reservation reservation;
  private final transient WorkflowId by;
  private final boolean begun;

  CompensationBeingTriedException(
      Reservation reservation, String compensation, WorkflowId by, boolean begun) {
    super("%s of reservation %s is tried by %s".formatted(compensation, reservation.id(), by));
    this.reservation = reservation;
    this.by = by;
    this.begun = begun;
  }

  public Reservation reservation() {
    return reservation;
  }

  /** The workflow that tries it. */
  public WorkflowId by() {
    return by;
  }

  /** False where that workflow has not begun: a crash came in between, or it is on its way. */
  public boolean hasBegun() {
    return begun;
  }
}
