package travel.saga;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What {@code docs/openapi.yaml} says of server-sent events, held against such events. */
public final class PublishedDescription {
  private static final JsonMapper JSON = new JsonMapper();
  private static final Map<String, String> EVENTS =
      Map.of("step", "StepEvent", "outcome", "OutcomeEvent");

  private final JsonNode schemas;
  private final JsonSchemaFactory factory =
      JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012);

  private PublishedDescription(JsonNode schemas) {
    this.schemas = schemas;
  }

  public static PublishedDescription read() {
    try {
      return new PublishedDescription(
          new YAMLMapper()
              .readTree(Path.of("docs", "openapi.yaml").toFile())
              .at("/components/schemas"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * How an event differs from its description, where it does.
   *
   * @param data as it was sent
   */
  public List<String> objections(String id, String name, String data) {
    ObjectNode event = JSON.createObjectNode().put("id", id).put("event", name).put("data", data);
    List<String> objections =
        new ArrayList<>(objections("{\"$ref\":\"#/$defs/ReservationEvent\"}", event));
    JsonNode described = schemas.at("/" + EVENTS.get(name) + "/properties/data/contentSchema");
    objections.addAll(objections(described.toString(), json(data)));
    return objections;
  }

  /** The events that the description has as examples. */
  public List<JsonNode> examples() {
    List<JsonNode> examples = new ArrayList<>();
    EVENTS.values().forEach(event -> schemas.at("/" + event + "/examples").forEach(examples::add));
    return examples;
  }

  /** What the description does not name is an objection, too. */
  private List<String> objections(String part, JsonNode value) {
    ObjectNode schema = (ObjectNode) json(part.replace("#/components/schemas/", "#/$defs/"));
    schema.put("unevaluatedProperties", false);
    schema.set("$defs", json(schemas.toString().replace("#/components/schemas/", "#/$defs/")));
    JsonSchema strict = factory.getSchema(schema);
    return strict
        .validate(value, context -> context.getExecutionConfig().setFormatAssertionsEnabled(true))
        .stream()
        .map(ValidationMessage::getMessage)
        .toList();
  }

  private static JsonNode json(String text) {
    try {
      return JSON.readTree(text);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }
}
