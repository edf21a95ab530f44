package travel.saga.console;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import org.jspecify.annotations.Nullable;
import travel.saga.reservation.WireFormat;

/** What a step was given, or has answered, as far as pages understand it. */
record StepJson(JsonNode json) {
  /** Workflows in other languages may keep what is no JSON; nothing is read from that. */
  static StepJson of(@Nullable String stored) {
    try {
      return new StepJson(
          stored == null ? MissingNode.getInstance() : WireFormat.MAPPER.readTree(stored));
    } catch (JsonProcessingException noJson) {
      return new StepJson(MissingNode.getInstance());
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
}
