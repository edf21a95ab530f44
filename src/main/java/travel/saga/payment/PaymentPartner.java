package travel.saga.payment;

import travel.saga.reservation.BookingKey;
import travel.saga.reservation.Payment;
import travel.saga.reservation.StepResult;

/**
 * Whoever moves the money. Every call may be repeated under its key and has one effect. A refusal
 * is an answer; an exception means that the effect is unknown, and the call is made again. Calls
 * block until answered or until the caller's deadline.
 */
public interface PaymentPartner {
  /** Charges the traveller once; refused when declined or when the key was refunded before. */
  StepResult<Payment> charge(ProcessPayment request);

  /**
   * Gives the money back. Refunding what was never charged succeeds, and either way the key can
   * never charge again.
   */
  void refund(BookingKey key);
}
