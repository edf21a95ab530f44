package travel.saga.reservation;

/** Input of every compensation: what was done under {@code key}, if anything, and voids the key. */
public record Undo(BookingKey key) {}
