package travel.saga.car;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** The classes of cars there are; another one is refused. */
enum CarClass {
  COMPACT("172.50"),
  MIDSIZE("198.00"),
  FULLSIZE("236.00"),
  LUXURY("410.00");

  /** For sentences. */
  static final String ALL = "compact, midsize, fullsize or luxury";

  private final BigDecimal defaultPrice;

  CarClass(String defaultPrice) {
    this.defaultPrice = new BigDecimal(defaultPrice);
  }

  /** What one costs where no price is set. */
  BigDecimal defaultPrice() {
    return defaultPrice;
  }

  /** The name in requests and settings. */
  String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }

  static Optional<CarClass> named(String wireName) {
    return Arrays.stream(values()).filter(one -> one.wireName().equals(wireName)).findFirst();
  }
}
