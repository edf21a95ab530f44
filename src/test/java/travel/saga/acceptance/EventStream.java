package travel.saga.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import travel.saga.PublishedDescription;

/** The events of one reservation, read as they come; each is one that is described. */
final class EventStream {
  private static final JsonMapper JSON = new JsonMapper();
  private static final PublishedDescription DESCRIPTION = PublishedDescription.read();

  record Event(String id, String name, JsonNode data) {
    /** A word for it. */
    String told() {
      return name.equals("step")
          ? data.path("step").asText() + " " + data.path("status").asText()
          : data.path("status").asText();
    }
  }

  private final int status;
  private final BufferedReader lines;

  private EventStream(HttpResponse<InputStream> response) {
    status = response.statusCode();
    lines = new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8));
  }

  /**
   * @param last the last event that is known; null for none
   */
  static EventStream of(ServiceProcess service, String reservation, @Nullable Event last) {
    URI uri =
        URI.create(
            "http://127.0.0.1:"
                + service.launch().port()
                + "/reservations/"
                + reservation
                + "/events");
    HttpRequest.Builder request = HttpRequest.newBuilder(uri).header("Accept", "text/event-stream");
    if (last != null) {
      request.header("Last-Event-ID", last.id());
    }
    try {
      return new EventStream(
          HttpClient.newHttpClient().send(request.build(), BodyHandlers.ofInputStream()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    }
  }

  int status() {
    return status;
  }

  List<Event> next(int count) {
    List<Event> events = new ArrayList<>();
    while (events.size() < count) {
      Event event = next();
      assertThat(event).as("an event behind %s", events).isNotNull();
      events.add(event);
    }
    return events;
  }

  /** Up to the end of the stream. */
  List<Event> rest() {
    List<Event> events = new ArrayList<>();
    for (Event event = next(); event != null; event = next()) {
      events.add(event);
    }
    return events;
  }

  private @Nullable Event next() {
    String id = "";
    String name = "";
    String data = "";
    try {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.startsWith("id:")) {
          id = line.substring(3);
        } else if (line.startsWith("event:")) {
          name = line.substring(6);
        } else if (line.startsWith("data:")) {
          data = line.substring(5);
        } else if (line.isEmpty() && !data.isEmpty()) {
          assertThat(DESCRIPTION.objections(id, name, data)).as("event %s: %s", id, data).isEmpty();
          return new Event(id, name, JSON.readTree(data));
        }
      }
      return null;
    } catch (JsonProcessingException e) {
      throw new AssertionError("not JSON: " + data, e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
