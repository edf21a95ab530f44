package travel.saga.payment;

import travel.saga.ledger.InMemoryKeyValueStore;
import travel.saga.ledger.Ledgers;

class LedgerPaymentPartnerTest extends PaymentPartnerContract {
  private final PaymentPartner partner =
      new LedgerPaymentPartner(new Ledgers(new InMemoryKeyValueStore(), tries -> {}));

  @Override
  PaymentPartner partner() {
    return partner;
  }
}
