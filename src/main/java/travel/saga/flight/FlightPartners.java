package travel.saga.flight;

import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import travel.saga.ledger.Ledgers;
import travel.saga.partner.Partners;
import travel.saga.reservation.CurrencyConfig;

/** Chooses the partner: over HTTP where {@code reservations.flight.url} is set, else the ledger. */
@Singleton
class FlightPartners {
  @Produces
  @Singleton
  FlightPartner partner(
      Partners partners, Ledgers ledgers, FlightConfig config, CurrencyConfig currency) {
    return partners
        .flight()
        .<FlightPartner>map(HttpFlightPartner::new)
        .orElseGet(() -> new LedgerFlightPartner(ledgers, config, currency));
  }
}
