package travel.saga.ledger;

import java.util.Map;
import java.util.OptionalInt;

/**
 * How many of each resource may be taken at a time, as configured; a resource that is not named has
 * no limit. Names match letter by letter.
 */
public final class Limits {
  private final Map<String, Integer> limits;

  /**
   * @param setting name of the setting that holds them: {@code reservations.flight.capacity}
   * @throws IllegalArgumentException for a negative limit; one sentence with setting and remedy
   */
  public Limits(String setting, Map<String, Integer> limits) {
    limits.forEach((resource, limit) -> check(setting, resource, limit));
    this.limits = Map.copyOf(limits);
  }

  public OptionalInt of(String resource) {
    Integer limit = limits.get(resource);
    return limit == null ? OptionalInt.empty() : OptionalInt.of(limit);
  }

  private static void check(String setting, String resource, int limit) {
    if (limit < 0) {
      throw new IllegalArgumentException(
          "%s.\"%s\" is %d, but a limit cannot be negative: set 0 or more, or remove it for no limit."
              .formatted(setting, resource, limit));
    }
  }
}
