package travel.saga.reservation;

/** An idempotency key that stands for another request already. */
public final class IdempotencyKeyReusedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient ReservationId reservationId;

  public IdempotencyKeyReusedException(ReservationId reservationId) {
    super("the idempotency key was used for another request, reservation " + reservationId);
    this.reservationId = reservationId;
  }

  /** The reservation that was made under the key. */
  public ReservationId reservationId() {
    return reservationId;
  }
}
