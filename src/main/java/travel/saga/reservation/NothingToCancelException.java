package travel.saga.reservation;

/** A cancel of a reservation that was refused and undone, or that a person has to look at. */
public final class NothingToCancelException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient Reservation reservation;

  NothingToCancelException(Reservation reservation) {
    super("reservation " + reservation.id() + " is " + reservation.status());
    this.reservation = reservation;
  }

  public Reservation reservation() {
    return reservation;
  }
}
