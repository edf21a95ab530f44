package travel.saga.car;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import travel.saga.reservation.CurrencyConfig;
import travel.saga.reservation.Settings;

class CarConfigTest {
  @Test
  void hasPricesAndNoLimitsByDefault() {
    var tariff = tariff(Map.of());
    assertThat(Arrays.stream(CarClass.values()).map(one -> tariff.price(one).text()))
        .containsExactly("172.50 EUR", "198.00 EUR", "236.00 EUR", "410.00 EUR");
    assertThat(tariff.capacity(CarClass.COMPACT)).isEmpty();
  }

  @Test
  void takesPricesAndLimitsFromSettings() {
    var tariff =
        tariff(
            Map.of(
                "reservations.car.prices.\"luxury\"", "999",
                "reservations.car.prices.midsize", "1",
                "reservations.car.capacity.\"luxury\"", "3"));
    assertThat(tariff.price(CarClass.LUXURY).text()).isEqualTo("999.00 EUR");
    assertThat(tariff.price(CarClass.MIDSIZE).text()).isEqualTo("1.00 EUR");
    assertThat(tariff.price(CarClass.COMPACT).text()).isEqualTo("172.50 EUR");
    assertThat(tariff.capacity(CarClass.LUXURY)).hasValue(3);
    assertThat(tariff.capacity(CarClass.MIDSIZE)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "reservations.car.prices.\"luxury\" | -0.01 | reservations.car.prices.\"luxury\" is -0.01,"
            + " but a price cannot be negative: set 0 or more.",
        "reservations.car.prices.\"van\" | 10 | reservations.car.prices.\"van\" is 10,"
            + " but there is no such car class: use compact, midsize, fullsize or luxury.",
        "reservations.car.capacity.\"van\" | 10 | reservations.car.capacity.\"van\" is 10,"
            + " but there is no such car class: use compact, midsize, fullsize or luxury.",
        "reservations.car.capacity.\"compact\" | -1 | reservations.car.capacity.\"compact\" is -1,"
            + " but a limit cannot be negative: set 0 or more, or remove it for no limit.",
        "reservations.currency | JPY | reservations.car.prices.\"compact\" is 172.50,"
            + " but JPY has 0 fraction digits: set an amount with no more of them.",
      })
  void saysWhatIsWrong(String setting, String value, String sentence) {
    var settings = Map.of(setting, value);
    var car = Settings.of(CarConfig.class, settings);
    var currency = Settings.of(CurrencyConfig.class, settings);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new CarTariff(car, currency))
        .withMessage(sentence);
  }

  private static CarTariff tariff(Map<String, String> settings) {
    var car = Settings.of(CarConfig.class, settings);
    var currency = Settings.of(CurrencyConfig.class, settings);
    var unused = new CarTariff(car, currency);
    return new CarTariff(car, currency);
  }
}
