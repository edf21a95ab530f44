package travel.saga.reservation;

/**
 * What every activity's input carries beside its own fields, so that logs, metrics and the demo
 * need nothing from the engine.
 *
 * @param attempt counts from 1
 * @param forward the step takes something, and is not to be tried again once the reservation is
 *     being cancelled; false for what undoes or settles, and in old inputs
 * @param demoRefusal the step shall refuse, because the demo's {@link RunType} says so
 */
public record StepCall(
    ReservationId reservationId, int attempt, boolean forward, boolean demoRefusal) {}
