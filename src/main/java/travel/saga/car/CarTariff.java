package travel.saga.car;

import static java.util.Objects.requireNonNull;

import java.math.BigDecimal;
import java.util.EnumMap;
import java.util.Map;
import java.util.OptionalInt;
import travel.saga.ledger.Limits;
import travel.saga.reservation.CurrencyConfig;
import travel.saga.reservation.Money;
import travel.saga.reservation.Prices;
import travel.saga.reservation.SettingException;

/** What a car of each class costs and how many there are, checked. */
final class CarTariff {
  private static final String PRICES = "reservations.car.prices";
  private static final String CAPACITY = "reservations.car.capacity";

  private final Map<CarClass, Money> prices = new EnumMap<>(CarClass.class);
  private final Limits capacity;

  /**
   * @throws SettingException when a setting is wrong, in one sentence with the remedy
   */
  CarTariff(CarConfig config, CurrencyConfig currency) {
    checkClasses(PRICES, config.prices());
    checkClasses(CAPACITY, config.capacity());
    var money = new Prices(currency);
    for (CarClass carClass : CarClass.values()) {
      String name = carClass.wireName();
      BigDecimal price = config.prices().getOrDefault(name, carClass.defaultPrice());
      prices.put(carClass, money.of(PRICES + ".\"" + name + "\"", price));
    }
    this.capacity = new Limits(CAPACITY, config.capacity());
  }

  Money price(CarClass carClass) {
    return requireNonNull(prices.get(carClass));
  }

  OptionalInt capacity(CarClass carClass) {
    return capacity.of(carClass.wireName());
  }

  private static void checkClasses(String setting, Map<String, ?> values) {
    values.forEach(
        (name, value) -> {
          if (CarClass.named(name).isEmpty()) {
            throw new SettingException(
                "%s.\"%s\" is %s, but there is no such car class: use %s."
                    .formatted(setting, name, value, CarClass.ALL));
          }
        });
  }
}
