package travel.saga.reservation;

/**
 * A compensation cannot be retried or settled: its reservation is not at ATTENTION, or it is not
 * among those that are open there.
 */
public final class CompensationNotOpenException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient Reservation reservation;
  private final String compensation;

  public CompensationNotOpenException(Reservation reservation, String compensation) {
    super(
        "%s of reservation %s, which is %s, is not open"
            .formatted(compensation, reservation.id(), reservation.status()));
    this.reservation = reservation;
    this.compensation = compensation;
  }

  public Reservation reservation() {
    return reservation;
  }

  /** As it was named, which need not be the name of any. */
  public String compensation() {
    return compensation;
  }
}
