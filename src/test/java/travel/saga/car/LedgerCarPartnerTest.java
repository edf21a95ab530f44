package travel.saga.car;

import java.util.Map;
import travel.saga.ledger.InMemoryKeyValueStore;
import travel.saga.ledger.Ledgers;
import travel.saga.reservation.CurrencyConfig;
import travel.saga.reservation.Settings;

class LedgerCarPartnerTest extends CarPartnerContract {
  private final CarPartner partner =
      new LedgerCarPartner(
          new Ledgers(new InMemoryKeyValueStore(), tries -> {}),
          Settings.of(CarConfig.class, Map.of("reservations.car.capacity.\"" + SCARCE + "\"", "1")),
          Settings.of(CurrencyConfig.class, Map.of()));

  @Override
  CarPartner partner() {
    return partner;
  }
}
