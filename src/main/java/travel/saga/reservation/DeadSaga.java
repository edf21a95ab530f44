package travel.saga.reservation;

/**
 * What to announce for a reservation whose workflow ended without settling it: nobody undoes what
 * it took, so a person has to look, and everything the saga may have done is open.
 */
final class DeadSaga {
  private static final Reason REASON =
      new Reason(
          "reservation",
          "workflow_died",
          "The reservation's workflow ended before it had settled the reservation.");

  private DeadSaga() {}

  /**
   * @param reservation with all that is known to be taken
   */
  static NotifyRequest announcement(Reservation reservation) {
    return NotifyRequest.ofDeath(reservation.id(), outcome(reservation), reservation.workflow());
  }

  static Outcome outcome(Reservation reservation) {
    return new Outcome(
        ReservationStatus.ATTENTION,
        reservation.bookings(),
        REASON,
        Subject.allOf(reservation.id()));
  }
}
