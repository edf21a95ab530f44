package travel.saga.reservation;

/** A CDI event: this process settled the record; fired once per change of status, never again. */
public record ReservationSettled(Reservation reservation) {}
