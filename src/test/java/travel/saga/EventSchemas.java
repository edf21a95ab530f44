package travel.saga;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The schemas of {@code docs/events}, held against outcome events. */
public final class EventSchemas {
  private static final Path DIRECTORY = Path.of("docs", "events");
  private static final JsonMapper JSON = new JsonMapper();

  private final JsonSchemaFactory factory =
      JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012);

  /** How an event differs from the schema of its type; what that does not name is one, too. */
  public List<String> objections(JsonNode event) {
    List<String> objections = new ArrayList<>(ofType(event));
    objections.addAll(of("reservation.schema.json", event));
    objections.addAll(of("reservation.schema.json#/$defs/reservation", event.path("data")));
    return objections;
  }

  /** The same of one that a broker delivers, which may have attributes of its own. */
  public List<String> objectionsToDelivered(JsonNode event) {
    List<String> objections = new ArrayList<>(ofType(event));
    objections.addAll(of("reservation.schema.json#/$defs/reservation", event.path("data")));
    return objections;
  }

  private List<String> ofType(JsonNode event) {
    return validate(
        JSON.createObjectNode().put("$ref", uri(event.path("type").asText() + ".schema.json")),
        event);
  }

  private List<String> of(String schema, JsonNode value) {
    return validate(
        JSON.createObjectNode().put("$ref", uri(schema)).put("unevaluatedProperties", false),
        value);
  }

  private List<String> validate(JsonNode schema, JsonNode value) {
    return factory
        .getSchema(schema)
        .validate(value, context -> context.getExecutionConfig().setFormatAssertionsEnabled(true))
        .stream()
        .map(ValidationMessage::getMessage)
        .toList();
  }

  private static String uri(String file) {
    return DIRECTORY.toAbsolutePath().toUri() + file;
  }
}
