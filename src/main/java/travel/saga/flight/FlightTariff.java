package travel.saga.flight;

import java.util.OptionalInt;
import travel.saga.ledger.Limits;
import travel.saga.reservation.CurrencyConfig;
import travel.saga.reservation.Money;
import travel.saga.reservation.Prices;

/** What a seat costs and how many there are, checked. */
final class FlightTariff {
  private final Money price;
  private final Limits capacity;

  /**
   * @throws IllegalArgumentException when a setting is wrong, in one sentence with the remedy
   */
  FlightTariff(FlightConfig config, CurrencyConfig currency) {
    this.price = new Prices(currency).of("reservations.flight.price", config.price());
    this.capacity = new Limits("reservations.flight.capacity", config.capacity());
  }

  Money price() {
    return price;
  }

  OptionalInt capacity(String location) {
    return capacity.of(location);
  }
}
