package travel.saga.reservation;

/**
 * The caller's {@code Idempotency-Key}, 1–255 visible ASCII characters, made of who calls and what
 * they sent, so that two callers never meet on one key.
 */
public record IdempotencyKey(String caller, String value) {}
