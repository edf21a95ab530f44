package travel.saga.flight;

import travel.saga.reservation.Booking;
import travel.saga.reservation.BookingKey;
import travel.saga.reservation.Done;
import travel.saga.reservation.StepResult;

/**
 * Whoever has the seats. Every call may be repeated under its key and has one effect. A refusal is
 * an answer; an exception means that the effect is unknown, and the call is made again. Calls block
 * until answered or until the caller's deadline.
 */
public interface FlightPartner {
  /** Holds one seat; refused when none is left or the key was cancelled before. */
  StepResult<Booking> hold(ReserveFlight request);

  /** Makes the hold final; refused when there is none. */
  StepResult<Done> confirm(BookingKey key);

  /**
   * Gives the seat back, held or confirmed. Cancelling what never was succeeds, and either way the
   * key can never hold a seat again.
   */
  void cancel(BookingKey key);
}
