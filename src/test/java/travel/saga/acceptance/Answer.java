package travel.saga.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.net.http.HttpHeaders;
import java.net.http.HttpResponse;
import java.util.Optional;

/** What the service answered. */
record Answer(int status, HttpHeaders headers, String body) {
  private static final JsonMapper JSON = new JsonMapper();

  static Answer of(HttpResponse<String> response) {
    return new Answer(response.statusCode(), response.headers(), response.body());
  }

  Optional<String> header(String name) {
    return headers.firstValue(name);
  }

  Optional<String> location() {
    return header("Location");
  }

  JsonNode json() {
    try {
      return JSON.readTree(body);
    } catch (JsonProcessingException e) {
      throw new AssertionError("not JSON: " + this, e);
    }
  }

  String text(String field) {
    return json().path(field).asText();
  }

  String reservationId() {
    String id = text("reservation_id");
    assertThat(id).as("reservation_id of %s", this).isNotEmpty();
    return id;
  }

  Answer expect(int expected) {
    assertThat(status).as("status of %s", this).isEqualTo(expected);
    return this;
  }

  /** An error as RFC 9457 wants it, that tells nothing of the inside. */
  Answer expectProblem(int expected) {
    expect(expected);
    assertThat(header("Content-Type").orElse(""))
        .as("content type of %s", this)
        .startsWith("application/problem+json");
    JsonNode problem = json();
    for (String member : new String[] {"type", "title", "detail", "instance"}) {
      assertThat(problem.path(member).asText()).as("%s of %s", member, this).isNotBlank();
    }
    assertThat(problem.path("status").asInt()).as("status in %s", this).isEqualTo(expected);
    assertThat(body)
        .doesNotContainPattern(
            "Exception|\\bat [a-z]+(\\.\\w+)+\\(|\\b(travel\\.saga|io\\.|java\\.|org\\.)\\w")
        .doesNotContain("127.0.0.1", "localhost");
    return this;
  }
}
