package travel.saga.reservation;

import java.util.Arrays;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What a partner over HTTP is asked for by the steps (docs/partners.md). */
public enum PartnerVerb {
  HOLD("reserve"),
  CHARGE("process"),
  CONFIRM("confirm"),
  CANCEL("cancel"),
  REFUND("refund");

  /** The names of the steps that ask for it begin with this. */
  private final String stepVerb;

  PartnerVerb(String stepVerb) {
    this.stepVerb = stepVerb;
  }

  /** What the partner is sent as the idempotency key. */
  public String idempotencyKey(BookingKey key) {
    return idempotencyKey(key.value());
  }

  private String idempotencyKey(String key) {
    return key + "-" + name().toLowerCase(Locale.ROOT);
  }

  /** What a step sends a partner with its key; null where it calls none. */
  public static @Nullable String idempotencyKey(String step, @Nullable String key) {
    return key == null
        ? null
        : Arrays.stream(values())
            .filter(verb -> step.startsWith(verb.stepVerb + "-"))
            .map(verb -> verb.idempotencyKey(key))
            .findFirst()
            .orElse(null);
  }
}
