package travel.saga.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import org.jspecify.annotations.Nullable;
import travel.saga.reservation.WireFormat;

/** JSON out of a history, as a part of an answer. */
final class Embedded {
  private Embedded() {}

  /** Workflows in other languages may keep what is no JSON; that is told as text. */
  static @Nullable JsonNode json(@Nullable String stored) {
    if (stored == null) {
      return null;
    }
    try {
      return WireFormat.MAPPER.readTree(stored);
    } catch (JsonProcessingException noJson) {
      return TextNode.valueOf(stored);
    }
  }
}
