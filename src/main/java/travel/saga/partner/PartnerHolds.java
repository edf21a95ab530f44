package travel.saga.partner;

import travel.saga.reservation.Booking;
import travel.saga.reservation.BookingKey;
import travel.saga.reservation.Done;
import travel.saga.reservation.PartnerVerb;
import travel.saga.reservation.Prices;
import travel.saga.reservation.StepResult;
import travel.saga.reservation.WireFormat;

/** A partner that holds something at a price until it is confirmed or cancelled. */
public final class PartnerHolds {
  private final PartnerCalls calls;
  private final Prices prices;

  PartnerHolds(PartnerCalls calls, Prices prices) {
    this.calls = calls;
    this.prices = prices;
  }

  /**
   * Refused also when the partner holds it at a price that cannot be charged.
   *
   * @param request becomes the body, with {@code key} in it
   */
  public StepResult<Booking> hold(BookingKey key, Object request) {
    byte[] body = WireFormat.bytes(request);
    return calls.call(api -> api.hold(PartnerVerb.HOLD.idempotencyKey(key), body), this::held);
  }

  /** Refused when there is no hold. */
  public StepResult<Done> confirm(BookingKey key) {
    return calls.call(
        api -> api.confirm(PartnerVerb.CONFIRM.idempotencyKey(key), key.value()),
        answer -> StepResult.done(new Done(key)));
  }

  /**
   * Gives back what is held, if anything, and voids the key.
   *
   * @throws PartnerFaultException when the partner did not say that it did
   */
  public void cancel(BookingKey key) {
    calls.undo(api -> api.cancel(PartnerVerb.CANCEL.idempotencyKey(key), key.value()));
  }

  private StepResult<Booking> held(PartnerAnswer answer) {
    Offer offer = calls.offer(answer);
    return prices
        .chargeable(offer.price())
        .map(price -> new Booking(offer.reference(), Booking.Status.HELD, price))
        .map(StepResult::done)
        .orElseGet(
            () -> calls.unacceptable("unusable_price", "wants a price that cannot be charged"));
  }
}
