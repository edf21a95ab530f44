package travel.saga.console;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import org.jspecify.annotations.Nullable;
import travel.saga.reservation.WireFormat;

/** JSON out of a history, as far as pages understand it. */
record StoredJson(JsonNode json) {
  /** Workflows in other languages may keep what is no JSON; nothing is read from that. */
  static StoredJson of(@Nullable String stored) {
    try {
      return new StoredJson(
          stored == null ? MissingNode.getInstance() : WireFormat.MAPPER.readTree(stored));
    } catch (JsonProcessingException noJson) {
      return new StoredJson(MissingNode.getInstance());
    }
  }

  /** What the partner said when it refused; empty where it did not. */
  String refusal() {
    JsonNode refused = json.path("refused");
    return refused.isMissingNode()
        ? ""
        : refused.path("code").asText() + ": " + refused.path("message").asText();
  }

  /** The key of the effect, where the step has one. */
  @Nullable String key() {
    return json.path("key").isTextual() ? json.path("key").asText() : null;
  }

  /** The name in the one part of it that has a name, as the events of a history have; or empty. */
  String innerName() {
    for (JsonNode part : json) {
      if (part.path("name").isTextual()) {
        return part.path("name").asText();
      }
    }
    return "";
  }
}
