package travel.saga.reservation;

/** What the record says after a try to settle it; CANCELLING means: undo, a cancel came first. */
public record Settled(ReservationStatus status) {}
