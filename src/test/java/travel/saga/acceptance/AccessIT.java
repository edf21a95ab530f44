package travel.saga.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Who is let in to operator calls, and what the log tells of requests. */
class AccessIT {
  private static final String TOKEN = "a-token-of-the-acceptance-suite";
  private static final JsonMapper JSON = new JsonMapper();

  @RegisterExtension final Services<EngineUnderTest> services = Services.perTest();

  @Test
  void letsInWhoeverHasTheToken() {
    Client client =
        services
            .start(services.launch().withEnvironment("RESERVATIONS_ADMIN_TOKEN", TOKEN))
            .client();

    assertThat(client.get("/executions").expectProblem(401).header("WWW-Authenticate"))
        .hasValue("Bearer realm=\"reservations\"");
    bearing(client, TOKEN + "x").expectProblem(401);
    bearing(client, TOKEN).expect(200);
    assertThat(login(client, "wrong-token").expect(401).header("Set-Cookie")).isEmpty();
    assertThat(login(client, TOKEN).expect(303).header("Set-Cookie").orElse(""))
        .contains("HttpOnly", "SameSite=Strict", "Path=/console")
        .doesNotContain(TOKEN);
  }

  @Test
  @Tag("embedded")
  void letsInWhoeverSitsAtTheMachineOfAnEmbeddedEngine() {
    Client client = services.start(services.launch()).client();

    client.get("/executions").expect(200);
    Answer proxied =
        client.send(client.request("/executions").header("X-Forwarded-For", "10.0.0.7").GET());
    assertThat(proxied.expectProblem(403).text("detail")).contains("RESERVATIONS_ADMIN_TOKEN");
    client
        .send(client.request("/executions").header("Origin", "https://evil.example").GET())
        .expectProblem(403);
  }

  @Test
  @Tag("dapr")
  void letsNobodyInOnASidecarWithoutAToken() {
    Client client = services.start(services.launch()).client();

    assertThat(client.get("/executions").expectProblem(403).text("detail"))
        .contains("RESERVATIONS_ADMIN_TOKEN");
    client.get("/reservations").expectProblem(403);
  }

  @Test
  void logsALineForEachRequestThatTellsNoNames() {
    ServiceProcess service =
        services.start(
            services
                .launch()
                .withEnvironment("RESERVATIONS_ADMIN_TOKEN", TOKEN)
                .with("reservations.request-log.enabled", true));

    bearing(service.client(), TOKEN).expect(200);
    Answer booked = service.client().reserve(TripRequest.to("rome"), "Idempotency-Key", "my-key");

    await().untilAsserted(() -> assertThat(requests(service)).hasSize(2));
    JsonNode fields = requests(service).get(1).path("mdc");
    assertThat(fields.path("method").asText()).isEqualTo("POST");
    assertThat(fields.path("route").asText()).isEqualTo("/reservations");
    assertThat(fields.path("status").asText()).isEqualTo("202");
    assertThat(fields.path("reservation_id").asText()).isEqualTo(booked.reservationId());
    assertThat(String.join("\n", service.log()))
        .doesNotContain(TOKEN, "my-key", booked.text("last_name"));
  }

  private static List<JsonNode> requests(ServiceProcess service) {
    return service.log().stream()
        .filter(line -> line.startsWith("{"))
        .map(AccessIT::json)
        .filter(line -> line.path("loggerName").asText().endsWith("RequestLog"))
        .toList();
  }

  private static JsonNode json(String line) {
    try {
      return JSON.readTree(line);
    } catch (JsonProcessingException e) {
      throw new AssertionError("not JSON: " + line, e);
    }
  }

  private static Answer bearing(Client client, String token) {
    return client.send(
        client.request("/executions").header("Authorization", "Bearer " + token).GET());
  }

  private static Answer login(Client client, String token) {
    return client.send(
        client
            .request("/console/login")
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(BodyPublishers.ofString("token=" + token)));
  }
}
