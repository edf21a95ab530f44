package travel.saga.flight;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.math.BigDecimal;
import java.util.Map;

/** Seats as the ledger sells them. */
@ConfigMapping(prefix = "reservations.flight")
public interface FlightConfig {
  /** What a seat costs, to any location; 0 or more, in {@code reservations.currency}. */
  @WithDefault("240.00")
  BigDecimal price();

  /**
   * How many seats to a location may be taken at a time, 0 or more; {@code
   * reservations.flight.capacity."New York"=180}. A location that is not named has no limit. Names
   * match letter by letter, so set them in a file or as system properties: an environment variable
   * cannot spell them.
   */
  Map<String, Integer> capacity();
}
