package travel.saga.reservation;

/** A compensation that has not succeeded: its wire name, the key to undo, the tries so far. */
public record OpenCompensation(String name, BookingKey key, int attempts) {}
