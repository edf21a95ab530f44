package travel.saga.reservation;

import java.util.List;

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

  static NotifyRequest announcement(ReservationId id, Bookings taken) {
    Outcome outcome = new Outcome(ReservationStatus.ATTENTION, taken, REASON, open(id));
    return new NotifyRequest(id, outcome, null, false);
  }

  /** Every compensation, for an answer that was lost may have been a booking; newest first. */
  private static List<OpenCompensation> open(ReservationId id) {
    return List.of(
        new OpenCompensation("refund-payment", id.key("payment"), 0),
        new OpenCompensation("cancel-car", id.key("car"), 0),
        new OpenCompensation("cancel-flight", id.key("flight"), 0));
  }
}
