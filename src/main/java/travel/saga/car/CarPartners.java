package travel.saga.car;

import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import travel.saga.ledger.Ledgers;
import travel.saga.partner.Partners;
import travel.saga.reservation.CurrencyConfig;

/** Chooses the partner: over HTTP where {@code reservations.car.url} is set, else the ledger. */
@Singleton
class CarPartners {
  @Produces
  @Singleton
  CarPartner partner(
      Partners partners, Ledgers ledgers, CarConfig config, CurrencyConfig currency) {
    return partners
        .car()
        .<CarPartner>map(HttpCarPartner::new)
        .orElseGet(() -> new LedgerCarPartner(ledgers, config, currency));
  }
}
