package travel.saga.payment;

import travel.saga.ledger.Ledger;
import travel.saga.ledger.LedgerRecord;
import travel.saga.ledger.Ledgers;
import travel.saga.ledger.TakeResult;
import travel.saga.ledger.Terms;
import travel.saga.reservation.BookingKey;
import travel.saga.reservation.Money;
import travel.saga.reservation.Payment;
import travel.saga.reservation.StepResult;

/** Books charges in the service's own store; no card is ever declined. */
final class LedgerPaymentPartner implements PaymentPartner {
  private final Ledger ledger;

  LedgerPaymentPartner(Ledgers ledgers) {
    this.ledger = ledgers.open("payment", "PAY");
  }

  @Override
  public StepResult<Payment> charge(ProcessPayment request) {
    var terms = Terms.unlimited("charge", request.amount().text());
    TakeResult result = ledger.take(request.key().value(), terms);
    if (result instanceof TakeResult.Taken taken) {
      LedgerRecord charge = taken.record();
      return StepResult.done(
          new Payment(charge.reference(), Payment.Status.CHARGED, Money.parse(charge.price())));
    }
    return StepResult.refused("voided", "The payment was already cancelled.");
  }

  @Override
  public void refund(BookingKey key) {
    ledger.voidKey(key.value());
  }
}
