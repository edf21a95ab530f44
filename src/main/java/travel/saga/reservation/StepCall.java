package travel.saga.reservation;

/**
 * What every activity's input carries beside its own fields, so that logs, metrics and the demo
 * need nothing from the engine.
 *
 * @param attempt counts from 1
 * @param demoRefusal the step shall refuse, because the demo's {@link RunType} says so
 */
public record StepCall(ReservationId reservationId, int attempt, boolean demoRefusal) {}
