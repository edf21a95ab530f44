package travel.saga.payment;

import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import travel.saga.ledger.Ledgers;
import travel.saga.partner.Partners;

/**
 * Chooses the partner: over HTTP where {@code reservations.payment.url} is set, else the ledger.
 */
@Singleton
class PaymentPartners {
  @Produces
  @Singleton
  PaymentPartner partner(Partners partners, Ledgers ledgers) {
    return partners
        .payment()
        .<PaymentPartner>map(HttpPaymentPartner::new)
        .orElseGet(() -> new LedgerPaymentPartner(ledgers));
  }
}
