package travel.saga.api;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.startsWith;

import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.http.Headers;
import io.restassured.response.Response;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** What is refused on the way is a page for a browser that asked for one, and else a problem. */
@QuarkusTest
@TestProfile(EarlyAnswerTest.Limited.class)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class) // a service that stops does not go on
class EarlyAnswerTest {
  private static final String BROWSER =
      "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8";

  private static final String ACTION = "/console/executions/one%20more/suspend";

  @Inject StopGate stopGate;

  /** Four at once, one more each minute: as many as are sent before the one that is too many. */
  public static class Limited extends WithoutEngine {
    @Override
    public Map<String, String> getConfigOverrides() {
      Map<String, String> settings = new HashMap<>(super.getConfigOverrides());
      settings.put("reservations.rate-limit.per-minute", "1");
      settings.put("reservations.rate-limit.burst", "4");
      return settings;
    }
  }

  @Test
  @Order(1)
  void ofWhatIsTooLong() {
    String form = "padding=" + "x".repeat(300_000);

    page(form(BROWSER, form).post("/"), 413)
        .body(containsString("<h1>The request body is too large</h1>"), containsString("8192"));
    page(form(BROWSER, form).post(ACTION), 413)
        .body(containsString("<a href=\"/console/executions/one%20more\">To the execution</a>"));
    Problems.check(form("application/json", form).post("/").then(), 413, "body-too-large");
    Problems.check(
        form("application/json, text/html", form).post("/").then(), 413, "body-too-large");
    page(given().accept(BROWSER).get("/console?q=" + "x".repeat(5_000)), 414);
  }

  @Test
  @Order(2)
  void ofTooMany() {
    Response page = form(BROWSER, "a=b").post("/");

    page(page, 429).body(containsString("Too many requests"), containsString("Send the request"));
    assertThat(page.header("Retry-After")).matches("[1-5]?[0-9]|60");
    Problems.check(form("*/*", "a=b").post("/").then(), 429, "too-many-requests");
    Problems.check(
        given()
            .accept(BROWSER)
            .contentType("application/json")
            .body("{}")
            .post("/reservations")
            .then(),
        429,
        "too-many-requests");
  }

  @Test
  @Order(3)
  void ofAServiceThatStops() {
    stopGate.stopping(new ShutdownDelayInitiatedEvent());

    for (String path : List.of("/", "/console", "/console/executions/one")) {
      Response page = given().accept(BROWSER).get(path);
      page(page, 503).body(containsString("<h1>The service is stopping</h1>"));
      assertThat(page.header("Retry-After")).isEqualTo("1");
      assertThat(page.header("Connection")).isEqualTo("close");
    }
    Problems.check(given().accept("*/*").get("/console").then(), 503, "stopping");
    Problems.check(given().accept(BROWSER).get("/reservations/one").then(), 503, "stopping");
  }

  private static ValidatableResponse page(Response answer, int status) {
    Headers headers = answer.headers();
    assertThat(headers.getValue("Content-Security-Policy")).contains("default-src 'none'");
    assertThat(headers.getValue("X-Content-Type-Options")).isEqualTo("nosniff");
    assertThat(headers.getValue("Cache-Control")).isEqualTo("no-store");
    return answer
        .then()
        .statusCode(status)
        .contentType(startsWith("text/html"))
        .body(containsString("<main id=\"content\""), not(containsString("/problems/")));
  }

  private static RequestSpecification form(String accept, String form) {
    return given()
        .urlEncodingEnabled(false)
        .accept(accept)
        .contentType("application/x-www-form-urlencoded")
        .body(form);
  }
}
