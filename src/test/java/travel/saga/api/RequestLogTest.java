package travel.saga.api;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.http.ContentType;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import org.jboss.logmanager.ExtHandler;
import org.jboss.logmanager.ExtLogRecord;
import org.jboss.logmanager.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@TestProfile(RequestLogTest.Logged.class)
class RequestLogTest {
  /** With a line for each request. */
  public static class Logged extends WithoutEngine {
    @Override
    public Map<String, String> getConfigOverrides() {
      Map<String, String> settings = new HashMap<>(super.getConfigOverrides());
      settings.put("reservations.request-log.enabled", "true");
      return settings;
    }
  }

  private final List<ExtLogRecord> lines = new CopyOnWriteArrayList<>();
  private final Logger logger = Logger.getLogger(RequestLog.class.getName());
  private final Handler collector =
      new ExtHandler() {
        @Override
        protected void doPublish(ExtLogRecord line) {
          line.copyAll();
          lines.add(line);
        }
      };

  @BeforeEach
  void listen() {
    logger.addHandler(collector);
  }

  @AfterEach
  void stop() {
    logger.removeHandler(collector);
  }

  @Test
  void tellsWhatWasAskedAndWhatCameOfIt() {
    String id =
        given()
            .contentType(ContentType.JSON)
            .header("Idempotency-Key", "secret-key")
            .header("Authorization", "Bearer secret-token")
            .body("{\"first_name\":\"Ada\",\"last_name\":\"Lovelace\",\"location\":\"London\"}")
            .post("/reservations?last_name=Lovelace")
            .then()
            .statusCode(202)
            .extract()
            .path("reservation_id");

    Map<String, String> fields = onlyLine().getMdcCopy();
    assertThat(fields)
        .containsEntry("method", "POST")
        .containsEntry("route", "/reservations")
        .containsEntry("status", "202")
        .containsEntry("reservation_id", id)
        .containsKeys("duration_ms", "bytes");
    assertThat(Integer.parseInt(fields.get("bytes"))).isPositive();
    assertThat(fields.toString() + onlyLine().getFormattedMessage())
        .doesNotContain("Lovelace", "secret", "London");
  }

  @Test
  void tellsTheRouteAndNotThePath() {
    given().get("/reservations/Lovelace?q=secret").then().statusCode(404);

    assertThat(onlyLine().getFormattedMessage()).isEqualTo("GET /reservations/{id} 404");
    assertThat(onlyLine().getMdcCopy()).doesNotContainKey("reservation_id");
  }

  @Test
  void tellsTheReservationThatThePathNames() {
    String id = "000000000000-00000000-0000-4000-8000-000000000000";
    given().delete("/reservations/" + id).then().statusCode(405);

    assertThat(onlyLine().getMdcCopy()).containsEntry("reservation_id", id);
  }

  @Test
  void tellsWhatIsRefusedEarly() {
    given().body(new byte[20_000]).post("/reserveFlight").then().statusCode(413);

    assertThat(onlyLine().getFormattedMessage()).isEqualTo("POST /reserveFlight 413");
  }

  @Test
  void keepsUnknownPathsAndProbesOut() {
    given().get("/q/health/live").then().statusCode(200);
    given().get("/Ada/Lovelace").then().statusCode(404);

    assertThat(onlyLine().getFormattedMessage()).isEqualTo("GET none 404");
  }

  /** It is written behind the answer. */
  private ExtLogRecord onlyLine() {
    await().untilAsserted(() -> assertThat(lines).hasSize(1));
    return lines.get(0);
  }
}
