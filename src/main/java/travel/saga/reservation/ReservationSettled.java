package travel.saga.reservation;

/**
 * A CDI event: this process settled the record; fired once per change of status, never again.
 *
 * @param before what it was until then
 */
public record ReservationSettled(ReservationStatus before, Reservation reservation) {}
