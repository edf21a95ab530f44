package travel.saga.car;

import travel.saga.reservation.Booking;
import travel.saga.reservation.BookingKey;
import travel.saga.reservation.Done;
import travel.saga.reservation.StepResult;

/**
 * Whoever has the cars. Every call may be repeated under its key and has one effect. A refusal is
 * an answer; an exception means that the effect is unknown, and the call is made again. Calls block
 * until answered or until the caller's deadline.
 */
public interface CarPartner {
  /** Holds one car; refused for an unknown class, when none is left, or the key was cancelled. */
  StepResult<Booking> hold(ReserveCar request);

  /** Makes the hold final; refused when there is none. */
  StepResult<Done> confirm(BookingKey key);

  /**
   * Gives the car back, held or confirmed. Cancelling what never was succeeds, and either way the
   * key can never hold a car again.
   */
  void cancel(BookingKey key);
}
