package travel.saga.console;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import org.jspecify.annotations.Nullable;
import travel.saga.reservation.WireFormat;

/**
 * What a history has stored, which is JSON as far as pages understand it. Workflows in other
 * languages may keep anything.
 *
 * @param text as it was stored; null for nothing
 * @param json nothing where it is none
 */
record StoredJson(@Nullable String text, JsonNode json) {
  private static final JsonNode NONE = MissingNode.getInstance();

  static StoredJson of(@Nullable String stored) {
    if (stored == null) {
      return new StoredJson(null, NONE);
    }
    try {
      return new StoredJson(stored, WireFormat.MAPPER.readTree(stored));
    } catch (JsonProcessingException noJson) {
      return new StoredJson(stored, NONE);
    }
  }

  /** For people; what is no JSON is shown as it is. */
  @Nullable String pretty() {
    return json.isMissingNode() ? text : json.toPrettyString();
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
