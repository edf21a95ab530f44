package travel.saga.flight;

import java.util.Map;
import travel.saga.ledger.InMemoryKeyValueStore;
import travel.saga.ledger.Ledgers;
import travel.saga.reservation.CurrencyConfig;
import travel.saga.reservation.Settings;

class LedgerFlightPartnerTest extends FlightPartnerContract {
  private final FlightPartner partner =
      new LedgerFlightPartner(
          new Ledgers(new InMemoryKeyValueStore(), tries -> {}),
          Settings.of(
              FlightConfig.class, Map.of("reservations.flight.capacity.\"" + SCARCE + "\"", "1")),
          Settings.of(CurrencyConfig.class, Map.of()));

  @Override
  FlightPartner partner() {
    return partner;
  }
}
