package travel.saga.flight;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import travel.saga.reservation.CurrencyConfig;
import travel.saga.reservation.Settings;

class FlightConfigTest {
  @Test
  void hasAPriceAndNoLimitByDefault() {
    var tariff = tariff(Map.of());
    assertThat(tariff.price().text()).isEqualTo("240.00 EUR");
    assertThat(tariff.capacity("Paris")).isEmpty();
  }

  @Test
  void takesPriceAndLimitsFromSettings() {
    var tariff =
        tariff(
            Map.of(
                "reservations.flight.price", "99.5",
                "reservations.flight.capacity.\"New York\"", "180",
                "reservations.flight.capacity.\"St. John's\"", "0",
                "reservations.flight.capacity.Oslo", "7",
                "reservations.currency", "USD"));
    assertThat(tariff.price().text()).isEqualTo("99.50 USD");
    assertThat(tariff.capacity("New York")).hasValue(180);
    assertThat(tariff.capacity("St. John's")).hasValue(0);
    assertThat(tariff.capacity("Oslo")).hasValue(7);
    assertThat(tariff.capacity("Paris")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "reservations.flight.price | -1 |"
            + " reservations.flight.price is -1, but a price cannot be negative: set 0 or more.",
        "reservations.flight.price | 9.999 |"
            + " reservations.flight.price is 9.999, but EUR has 2 fraction digits:"
            + " set an amount with no more of them.",
        "reservations.flight.capacity.\"Oslo\" | -3 |"
            + " reservations.flight.capacity.\"Oslo\" is -3, but a limit cannot be negative:"
            + " set 0 or more, or remove it for no limit.",
        "reservations.currency | EURO |"
            + " reservations.currency is EURO, but that is no currency:"
            + " set an ISO 4217 code such as EUR.",
        "reservations.currency | XAU |"
            + " reservations.currency is XAU, but that is no currency:"
            + " set an ISO 4217 code such as EUR.",
      })
  void saysWhatIsWrong(String setting, String value, String sentence) {
    var settings = Map.of(setting, value);
    var flight = Settings.of(FlightConfig.class, settings);
    var currency = Settings.of(CurrencyConfig.class, settings);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new FlightTariff(flight, currency))
        .withMessage(sentence);
  }

  @ParameterizedTest
  @CsvSource({"0, 0.00 EUR", "9.99, 9.99 EUR", "1e3, 1000.00 EUR", "7.50000, 7.50 EUR"})
  void acceptsPricesThatTheCurrencyCanExpress(String price, String text) {
    assertThat(tariff(Map.of("reservations.flight.price", price)).price().text()).isEqualTo(text);
  }

  @Test
  void acceptsACurrencyWithoutFractionDigits() {
    assertThat(tariff(Map.of("reservations.currency", "JPY")).price().text()).isEqualTo("240 JPY");
  }

  private static FlightTariff tariff(Map<String, String> settings) {
    var flight = Settings.of(FlightConfig.class, settings);
    var currency = Settings.of(CurrencyConfig.class, settings);
    var unused = new FlightTariff(flight, currency);
    return new FlightTariff(flight, currency);
  }
}
