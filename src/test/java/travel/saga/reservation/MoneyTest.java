package travel.saga.reservation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.math.BigDecimal;
import org.junit.jupiter.api.Test;

class MoneyTest {
  @Test
  void keepsItsFractionDigitsAsText() {
    var money = new Money(new BigDecimal("412.50"), "EUR");
    assertThat(money.text()).isEqualTo("412.50 EUR");
    assertThat(Money.parse("412.50 EUR")).isEqualTo(money);
  }

  @Test
  void writesNoExponents() {
    assertThat(new Money(new BigDecimal("1E+3"), "JPY").text()).isEqualTo("1000 JPY");
  }

  @Test
  void addsOnlyWithinOneCurrency() {
    var flight = Money.parse("240.00 EUR");
    assertThat(flight.plus(Money.parse("172.50 EUR")).text()).isEqualTo("412.50 EUR");
    assertThatIllegalArgumentException().isThrownBy(() -> flight.plus(Money.parse("1 JPY")));
  }
}
