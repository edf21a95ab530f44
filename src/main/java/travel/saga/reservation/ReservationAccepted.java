package travel.saga.reservation;

/** A CDI event: a new reservation was recorded by this process. */
public record ReservationAccepted(ReservationId id) {}
