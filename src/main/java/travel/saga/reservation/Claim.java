package travel.saga.reservation;

/**
 * What an idempotency key stands for.
 *
 * @param reservationId the one reservation made under the key
 * @param request fingerprint of the request that came first; another one under the same key is an
 *     error of the caller
 */
public record Claim(ReservationId reservationId, String request) {}
