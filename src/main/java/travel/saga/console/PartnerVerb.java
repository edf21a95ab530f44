package travel.saga.console;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How a partner over HTTP sees the call of a step (docs/partners.md). */
final class PartnerVerb {
  private static final Map<String, String> BY_STEP =
      Map.of(
          "reserve", "hold",
          "process", "charge",
          "confirm", "confirm",
          "cancel", "cancel",
          "refund", "refund");

  private PartnerVerb() {}

  /** Its idempotency key; null where the step calls no partner. */
  static @Nullable String idempotencyKey(String step, @Nullable String key) {
    int dash = step.indexOf('-');
    String verb = dash < 0 ? null : BY_STEP.get(step.substring(0, dash));
    return key == null || verb == null ? null : key + "-" + verb;
  }
}
