package travel.saga.reservation;

import com.fasterxml.jackson.annotation.JsonFormat;
import java.math.BigDecimal;

/**
 * An amount in one currency.
 *
 * @param amount in units of the currency, with its usual fraction digits; text in JSON
 * @param currency ISO 4217 code
 */
public record Money(
    @JsonFormat(shape = JsonFormat.Shape.STRING) BigDecimal amount, String currency) {

  /**
   * @throws IllegalArgumentException when the currencies differ
   */
  public Money plus(Money other) {
    if (!currency.equals(other.currency)) {
      throw new IllegalArgumentException("cannot add " + other.currency + " to " + currency);
    }
    return new Money(amount.add(other.amount), currency);
  }

  /** What {@link #text} wrote. */
  public static Money parse(String text) {
    int space = text.indexOf(' ');
    return new Money(new BigDecimal(text.substring(0, space)), text.substring(space + 1));
  }

  /** {@code 412.50 EUR}; stands in stored records. */
  public String text() {
    return amount.toPlainString() + " " + currency;
  }
}
