package travel.saga.partner;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import travel.saga.reservation.Money;

/** What a partner took, as it says: its reference, and the price as it is written. */
record Offer(String reference, Money price) {
  private static final int LONGEST = 100;

  /** Not one line of text, or none that can be stored as it is. */
  private static final Pattern UNREADABLE =
      Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Cs}\\p{Zl}\\p{Zp}]");

  /** Empty when anything is missing or is no such thing. */
  static Optional<Offer> of(JsonNode body) {
    String reference = text(body.path("reference"));
    String currency = text(body.path("price").path("currency"));
    BigDecimal amount = amount(body.path("price").path("amount"));
    return reference == null || currency == null || amount == null
        ? Optional.empty()
        : Optional.of(new Offer(reference, new Money(amount, currency)));
  }

  private static @Nullable String text(JsonNode node) {
    String text = node.isTextual() ? node.textValue() : "";
    return text.isBlank() || text.length() > LONGEST || UNREADABLE.matcher(text).find()
        ? null
        : text;
  }

  /** Text as in all our JSON; a number will do. */
  private static @Nullable BigDecimal amount(JsonNode node) {
    if (node.isNumber()) {
      return node.decimalValue();
    }
    String text = text(node);
    try {
      return text == null ? null : new BigDecimal(text);
    } catch (NumberFormatException none) {
      return null;
    }
  }
}
