package travel.saga.reservation;

import java.time.Duration;

/**
 * Why an attempt was not made at all, and for how long the next one would not be either.
 *
 * @param delay from the answer on; negative is none
 * @param message one sentence for operators
 */
public record Postponement(Duration delay, String message) {}
