package travel.saga.car;

import io.smallrye.config.ConfigMapping;
import java.math.BigDecimal;
import java.util.Map;

/** Cars as the ledger rents them; the classes are compact, midsize, fullsize and luxury. */
@ConfigMapping(prefix = "reservations.car")
public interface CarConfig {
  /**
   * What a car of a class costs, 0 or more, in {@code reservations.currency}: {@code
   * reservations.car.prices."luxury"=399.00}. Defaults: compact 172.50, midsize 198.00, fullsize
   * 236.00, luxury 410.00.
   */
  Map<String, BigDecimal> prices();

  /**
   * How many cars of a class may be taken at a time, 0 or more; {@code
   * reservations.car.capacity."luxury"=3}. A class that is not named has no limit.
   */
  Map<String, Integer> capacity();
}
