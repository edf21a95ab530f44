package travel.saga.console;

import com.fasterxml.jackson.core.JsonProcessingException;
import org.jspecify.annotations.Nullable;
import travel.saga.reservation.WireFormat;

/** JSON for people. */
final class PrettyJson {
  private PrettyJson() {}

  /** Workflows in other languages may keep what is no JSON; that is shown as it is. */
  static @Nullable String of(@Nullable String stored) {
    if (stored == null) {
      return null;
    }
    try {
      return WireFormat.MAPPER.readTree(stored).toPrettyString();
    } catch (JsonProcessingException noJson) {
      return stored;
    }
  }
}
