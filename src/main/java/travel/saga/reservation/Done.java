package travel.saga.reservation;

/** The answer of a step that has nothing to tell but that it is done. */
public record Done(BookingKey key) {}
