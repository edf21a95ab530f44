package travel.saga.sidecar;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;

/** The partners of {@code samples/partners}, which keep their books in a file. */
public final class SamplePartners implements AutoCloseable {
  private static final Path PROGRAM = Path.of("samples", "partners", "partners.py");
  private static final JsonMapper JSON = new JsonMapper();

  private final HttpClient http = HttpClient.newHttpClient();
  private final int port = Ports.free();
  private final Path directory = Directories.temporary("reservations-partners-");
  private final Part part;

  private SamplePartners(Map<String, String> settings) {
    Path python =
        Command.onPath("python3")
            .orElseGet(() -> Missing.component("Python 3.11 or later: install python3"));
    Map<String, String> environment = new HashMap<>(settings);
    environment.put("PARTNERS_PORT", Integer.toString(port));
    environment.put("PARTNERS_DB", directory.resolve("partners.db").toString());
    environment.put("PYTHONDONTWRITEBYTECODE", "1");
    var command =
        new Command(
            List.of(python.toString(), PROGRAM.toString()),
            environment,
            directory.resolve("partners.log"));
    this.part = new Part("partners", command, () -> Ports.isOpen(port));
  }

  /** One entry of the books. */
  public record Entry(String partner, String key, String state) {}

  /**
   * Some that are ready.
   *
   * @param settings environment variables; see the sample's README
   */
  public static SamplePartners start(Map<String, String> settings) {
    var partners = new SamplePartners(settings);
    partners.part.start();
    return partners;
  }

  /** What a partner's {@code reservations.<partner>.url} is set to. */
  public String url(String partner) {
    return "http://127.0.0.1:" + port + "/" + partner;
  }

  /** The same, where they were started with a certificate; it is for this name. */
  public String secureUrl(String partner) {
    return "https://localhost:" + port + "/" + partner;
  }

  /** Something goes wrong with the next calls of one kind: {@code lose} of {@code flight/hold}. */
  public void next(int times, String call, String whatHappens) {
    String json =
        JSON.createObjectNode()
            .put("do", whatHappens)
            .put("on", call)
            .put("times", times)
            .toString();
    flip(json);
  }

  /** All calls of one kind are answered late from now on. */
  public void delay(String call, Duration by) {
    String json =
        JSON.createObjectNode()
            .put("do", "delay")
            .put("on", call)
            .put("times", Integer.MAX_VALUE)
            .put("seconds", by.toMillis() / 1000.0)
            .toString();
    flip(json);
  }

  private void flip(String json) {
    send(request("/switch").PUT(BodyPublishers.ofString(json)));
  }

  /** How many calls the switch still waits for. */
  public int left() {
    return send(request("/switch").GET()).path("times").asInt();
  }

  /** All that ever stood in the books of the three. */
  public List<Entry> books() {
    return StreamSupport.stream(send(request("/books").GET()).spliterator(), false)
        .map(row -> new Entry(text(row, "partner"), text(row, "key"), text(row, "state")))
        .toList();
  }

  /** SIGKILL, and a start on the same books. */
  public void restart() {
    part.kill();
    part.start();
  }

  @Override
  public void close() {
    part.close();
    Directories.delete(directory);
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path));
  }

  private JsonNode send(HttpRequest.Builder request) {
    try {
      var answer = http.send(request.build(), BodyHandlers.ofByteArray());
      if (answer.statusCode() != 200) {
        throw new AssertionError("the partners answered " + answer.statusCode());
      }
      return JSON.readTree(answer.body());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    }
  }

  private static String text(JsonNode row, String field) {
    return row.path(field).asText();
  }
}
