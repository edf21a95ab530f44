package travel.saga.reservation;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Currency;

/** Makes money of the amounts in the configuration, or says in one sentence what is wrong there. */
public final class Prices {
  private final Currency currency;

  /**
   * @throws SettingException when the currency is none, or has no fixed fraction digits
   */
  public Prices(CurrencyConfig config) {
    this.currency = currency(config.currency());
  }

  /**
   * @param setting name of the setting that holds the amount
   * @throws SettingException when the amount is negative, or finer than the currency
   */
  public Money of(String setting, BigDecimal amount) {
    if (amount.signum() < 0) {
      throw new SettingException(
          "%s is %s, but a price cannot be negative: set 0 or more."
              .formatted(setting, amount.toPlainString()));
    }
    int digits = currency.getDefaultFractionDigits();
    if (amount.stripTrailingZeros().scale() > digits) {
      throw new SettingException(
          "%s is %s, but %s has %d fraction digits: set an amount with no more of them."
              .formatted(setting, amount.toPlainString(), currency, digits));
    }
    return new Money(amount.setScale(digits, RoundingMode.UNNECESSARY), currency.toString());
  }

  private static Currency currency(String code) {
    try {
      Currency currency = Currency.getInstance(code);
      if (currency.getDefaultFractionDigits() >= 0) {
        return currency;
      }
    } catch (IllegalArgumentException unknown) {
      // said below, in words for the operator
    }
    throw new SettingException(
        "reservations.currency is %s, but that is no currency: set an ISO 4217 code such as EUR."
            .formatted(code));
  }
}
