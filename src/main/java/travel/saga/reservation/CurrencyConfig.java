package travel.saga.reservation;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** The one currency of all prices and charges. */
@ConfigMapping(prefix = "reservations")
public interface CurrencyConfig {
  /** ISO 4217 code. Prices must have no more fraction digits than the currency. */
  @WithDefault("EUR")
  String currency();
}
