package travel.saga.payment;

import travel.saga.partner.PartnerCharges;
import travel.saga.reservation.BookingKey;
import travel.saga.reservation.Payment;
import travel.saga.reservation.StepResult;

/** Charges at a partner that is called over HTTP; {@link ProcessPayment} is the body. */
final class HttpPaymentPartner implements PaymentPartner {
  private final PartnerCharges charges;

  HttpPaymentPartner(PartnerCharges charges) {
    this.charges = charges;
  }

  @Override
  public StepResult<Payment> charge(ProcessPayment request) {
    return charges.charge(request.key(), request.amount(), request);
  }

  @Override
  public void refund(BookingKey key) {
    charges.refund(key);
  }
}
