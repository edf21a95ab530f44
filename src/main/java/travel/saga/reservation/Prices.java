package travel.saga.reservation;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Currency;
import java.util.Optional;

/**
 * Prices in the one currency: makes money of the amounts in the configuration, or says in one
 * sentence what is wrong there, and tells which prices of others can be charged.
 */
public final class Prices {
  /** Before the decimal point; an amount of more digits is a mistake. */
  private static final int MOST_DIGITS = 12;

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

  /**
   * The same price with the currency's fraction digits; empty when it is negative, absurdly large,
   * finer than the currency, or in another one.
   */
  public Optional<Money> chargeable(Money price) {
    BigDecimal amount = price.amount();
    int digits = currency.getDefaultFractionDigits();
    boolean chargeable =
        price.currency().equals(currency.toString())
            && amount.signum() >= 0
            && (long) amount.precision() - amount.scale() <= MOST_DIGITS
            && amount.stripTrailingZeros().scale() <= digits;
    return chargeable
        ? Optional.of(
            new Money(amount.setScale(digits, RoundingMode.UNNECESSARY), currency.toString()))
        : Optional.empty();
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
