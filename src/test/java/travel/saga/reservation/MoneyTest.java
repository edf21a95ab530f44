package travel.saga.reservation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class MoneyTest {
  @Test
  void addsWithinOneCurrency() {
    assertThat(Samples.euros("250.00").plus(Samples.euros("162.50")))
        .isEqualTo(Samples.euros("412.50"));
  }

  @Test
  void refusesToAddTwoCurrencies() {
    Money dollar = new Money(new BigDecimal("1.00"), "USD");

    assertThatThrownBy(() -> Samples.euros("1.00").plus(dollar))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("USD");
  }

  @Test
  void isTextOnTheWireAndKeepsItsDigits() {
    byte[] json = WireFormat.bytes(Samples.euros("400.50"));

    assertThat(new String(json, StandardCharsets.UTF_8))
        .isEqualTo("{\"amount\":\"400.50\",\"currency\":\"EUR\"}");
    assertThat(WireFormat.read(json, Money.class)).isEqualTo(Samples.euros("400.50"));
  }

  @Test
  void keepsItsFractionDigitsAsText() {
    Money money = Samples.euros("412.50");
    assertThat(money.text()).isEqualTo("412.50 EUR");
    assertThat(Money.parse("412.50 EUR")).isEqualTo(money);
  }

  @Test
  void writesNoExponents() {
    assertThat(new Money(new BigDecimal("1E+3"), "JPY").text()).isEqualTo("1000 JPY");
  }
}
