package travel.saga.reservation;

/** Input of {@code confirm-flight} and {@code confirm-car}. */
public record Confirm(BookingKey key) {}
