package travel.saga.reservation;

/**
 * A partner's "no": final, never retried.
 *
 * @param code stable, for machines: {@code no_seats}
 * @param message one sentence for the traveller
 */
public record Refusal(String code, String message) {}
