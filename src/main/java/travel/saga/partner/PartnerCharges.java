package travel.saga.partner;

import travel.saga.reservation.BookingKey;
import travel.saga.reservation.Money;
import travel.saga.reservation.PartnerVerb;
import travel.saga.reservation.Payment;
import travel.saga.reservation.StepResult;
import travel.saga.reservation.WireFormat;

/** A partner that charges travellers, and gives the money back. */
public final class PartnerCharges {
  private final PartnerCalls calls;

  PartnerCharges(PartnerCalls calls) {
    this.calls = calls;
  }

  /**
   * Refused also when the partner charged another amount.
   *
   * @param request becomes the body, with {@code key} and {@code amount} in it
   */
  public StepResult<Payment> charge(BookingKey key, Money amount, Object request) {
    byte[] body = WireFormat.bytes(request);
    return calls.call(
        api -> api.charge(PartnerVerb.CHARGE.idempotencyKey(key), body),
        answer -> charged(answer, amount));
  }

  /**
   * Gives back what was charged, if anything, and voids the key.
   *
   * @throws PartnerFaultException when the partner did not say that it did
   */
  public void refund(BookingKey key) {
    calls.undo(api -> api.refund(PartnerVerb.REFUND.idempotencyKey(key), key.value()));
  }

  private StepResult<Payment> charged(PartnerAnswer answer, Money wanted) {
    Offer offer = calls.offer(answer);
    Money charged = offer.price();
    boolean asWanted =
        charged.currency().equals(wanted.currency())
            && charged.amount().compareTo(wanted.amount()) == 0;
    return asWanted
        ? StepResult.done(new Payment(offer.reference(), Payment.Status.CHARGED, wanted))
        : calls.unacceptable("wrong_amount", "charged another amount than was asked for");
  }
}
