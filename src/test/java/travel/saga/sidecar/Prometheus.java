package travel.saga.sidecar;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/** A Prometheus of the system's own package that scrapes one service, some times a second. */
public final class Prometheus implements AutoCloseable {
  private static final JsonMapper JSON = new JsonMapper();
  private static final String CONFIG =
      """
      global:
        scrape_interval: 250ms
        scrape_timeout: 250ms
        evaluation_interval: 250ms
      rule_files: [rules.yml]
      scrape_configs:
        - job_name: reservations
          metrics_path: /q/metrics
          static_configs:
            - targets: ["127.0.0.1:%d"]
      """;

  private final HttpClient http = HttpClient.newHttpClient();
  private final int port = Ports.free();
  private final Path directory = Directories.temporary("reservations-prometheus-");
  private final Part server;

  private Prometheus(Path program, int scraped) {
    write("rules.yml", "groups: []\n");
    write("prometheus.yml", CONFIG.formatted(scraped));
    List<String> line =
        List.of(
            program.toString(),
            "--config.file=" + directory.resolve("prometheus.yml"),
            "--storage.tsdb.path=" + directory.resolve("tsdb"),
            "--web.listen-address=127.0.0.1:" + port,
            "--web.enable-lifecycle",
            "--log.level=warn");
    this.server =
        new Part(
            "Prometheus",
            new Command(line, Map.of(), directory.resolve("server.log"), directory),
            () -> Part.isHealthy(uri("/-/ready")));
  }

  /**
   * One that is ready; skips the test, or fails it in CI, where none is installed.
   *
   * @param scraped the port of the service
   */
  public static Prometheus scraping(int scraped) {
    Path program =
        Command.onPath("prometheus")
            .orElseGet(() -> Missing.component("Prometheus: install prometheus"));
    var prometheus = new Prometheus(program, scraped);
    prometheus.server.start();
    return prometheus;
  }

  /** Loads a file of rules; fails where it cannot. It may take 5 s from the start to a scrape. */
  public void load(String rules) {
    write("rules.yml", rules);
    HttpRequest reload =
        HttpRequest.newBuilder(uri("/-/reload")).POST(BodyPublishers.noBody()).build();
    if (send(reload).statusCode() != 200) {
      throw new AssertionError("the rules cannot be loaded:\n" + server.logTail());
    }
  }

  /** An element of the answer to a query. */
  public record Sample(Map<String, String> labels, double value) {}

  /** Fails where the expression is none. */
  public List<Sample> query(String expression) {
    JsonNode answer = get("/api/v1/query?query=" + encoded(expression));
    if (!answer.path("status").asText().equals("success")) {
      throw new AssertionError(expression + ": " + answer.path("error").asText());
    }
    JsonNode result = answer.at("/data/result");
    return StreamSupport.stream(result.spliterator(), false)
        .filter(JsonNode::isObject)
        .map(Prometheus::sample)
        .toList();
  }

  /** The names of the alerts that fire. */
  public Set<String> firing() {
    JsonNode alerts = get("/api/v1/alerts").at("/data/alerts");
    return StreamSupport.stream(alerts.spliterator(), false)
        .filter(alert -> alert.path("state").asText().equals("firing"))
        .map(alert -> alert.at("/labels/alertname").asText())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** The names of the alerts that fire, or have since the start. */
  public Set<String> fired() {
    return query("last_over_time(ALERTS{alertstate=\"firing\"}[1h])").stream()
        .map(sample -> sample.labels().getOrDefault("alertname", ""))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** The names of all metrics that it has met. */
  public Set<String> names() {
    JsonNode names = get("/api/v1/label/__name__/values").path("data");
    return StreamSupport.stream(names.spliterator(), false)
        .map(JsonNode::asText)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static Sample sample(JsonNode element) {
    Map<String, String> labels =
        JSON.convertValue(
            element.path("metric"),
            JSON.getTypeFactory().constructMapType(Map.class, String.class, String.class));
    String value = element.at("/value/1").asText();
    return new Sample(labels, Double.parseDouble(value.replace("Inf", "Infinity")));
  }

  private JsonNode get(String path) {
    try {
      return JSON.readTree(send(HttpRequest.newBuilder(uri(path)).build()).body());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private HttpResponse<byte[]> send(HttpRequest request) {
    try {
      return http.send(request, BodyHandlers.ofByteArray());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    }
  }

  private static String encoded(String expression) {
    return URLEncoder.encode(expression, StandardCharsets.UTF_8);
  }

  private URI uri(String path) {
    return URI.create("http://127.0.0.1:" + port + path);
  }

  private void write(String name, String content) {
    try {
      Files.writeString(directory.resolve(name), content);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    server.close();
    Directories.delete(directory);
  }
}
