package travel.saga.acceptance;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** The dashboard that is delivered. */
record Dashboard(JsonNode json) {
  private static final Path FILE = Path.of("deploy", "grafana", "reservations.json");

  static Dashboard delivered() {
    try {
      return new Dashboard(new JsonMapper().readTree(FILE.toFile()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** All panels that show something. */
  List<JsonNode> panels() {
    return each(json.path("panels")).filter(p -> !p.path("type").asText().equals("row")).toList();
  }

  List<JsonNode> variables() {
    return each(json.at("/templating/list")).toList();
  }

  /** The expressions of a panel, as they are. */
  static List<String> expressions(JsonNode panel) {
    return each(panel.path("targets")).map(target -> target.path("expr").asText()).toList();
  }

  /** As Grafana sends it, with everything chosen. */
  static String sent(String expression) {
    return expression
        .replace("$__rate_interval", "1m")
        .replace("$job", ".+")
        .replace("$instance", ".+");
  }

  static Stream<JsonNode> each(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false);
  }
}
