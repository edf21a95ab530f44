package travel.saga.api;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import io.restassured.response.ValidatableResponse;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import travel.saga.access.RawHttp;

/** What every answer has, and what no request may be. */
@QuarkusTest
@TestProfile(WithoutEngine.class)
class HardeningTest {
  @ParameterizedTest
  @ValueSource(
      strings = {"/", "/nowhere", "/reservations/nobody", "/reserveFlight", "/console/login"})
  void tellsBrowsersWhatToKeepFrom(String path) {
    hardened(given().redirects().follow(false).get(path).then())
        .header(
            "Content-Security-Policy",
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self';"
                + " connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'")
        .header("X-Frame-Options", "DENY");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"/q/health/live", "/q/metrics", "/q/openapi", "/q/swagger-ui/", "/q/nowhere"})
  void leavesThePagesOfQuarkusAtWork(String path) {
    hardened(given().get(path).then())
        .header(
            "Content-Security-Policy",
            allOf(
                containsString("frame-ancestors 'self'"),
                not(containsString("default-src")),
                not(containsString("script-src"))));
  }

  @ParameterizedTest
  @ValueSource(strings = {"/q/../console/login", "/q/%2e%2e/console/login"})
  void goesByThePathThatTheRouterGoesBy(String path) throws IOException {
    String answer = ask("GET " + path + " HTTP/1.1", "Host: localhost");

    assertThat(answer).contains("default-src 'none'", "frame-ancestors 'none'");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/console/login", "/console/login;a=b", "/console;a=b/login"})
  void letsNobodyKeepAPageOfTheConsole(String path) throws IOException {
    assertThat(ask("GET " + path + " HTTP/1.1", "Host: localhost"))
        .containsIgnoringCase("cache-control: no-store");
  }

  private static ValidatableResponse hardened(ValidatableResponse answer) {
    return answer
        .header("X-Content-Type-Options", "nosniff")
        .header("Referrer-Policy", "same-origin")
        .header("Cross-Origin-Resource-Policy", "same-origin")
        .header("Strict-Transport-Security", nullValue());
  }

  @ParameterizedTest
  @CsvSource({
    "GET, /reservations/nobody",
    "OPTIONS, /reservations",
    "OPTIONS, /reserveFlight",
    "OPTIONS, /console/login"
  })
  void letsNoPageOfOthersRead(String method, String path) {
    given()
        .header("Origin", "https://evil.example")
        .header("Access-Control-Request-Method", "POST")
        .header("Access-Control-Request-Headers", "content-type, authorization")
        .request(method, path)
        .then()
        .header("Access-Control-Allow-Origin", nullValue())
        .header("Access-Control-Allow-Headers", nullValue())
        .header("Access-Control-Allow-Credentials", nullValue());
  }

  @ParameterizedTest
  @CsvSource({
    "GET, 4096, 404",
    "GET, 4097, 414",
    "POST, 5000, 414",
    "GET, 16000, 414",
  })
  void refusesALongTarget(String method, int length, int status) throws IOException {
    String path = "/" + "x".repeat(length - 1);

    String answer = ask(method + " " + path + " HTTP/1.1", "Host: localhost");

    assertThat(answer)
        .startsWith("HTTP/1.1 " + status)
        .contains("application/problem+json", "\"status\":" + status, "nosniff")
        .hasSizeLessThan(5000);
  }

  @ParameterizedTest
  @CsvSource({"16000, 404", "17000, 431", "60000, 431"})
  void refusesLargeHeaders(int length, int status) throws IOException {
    String answer =
        ask("GET /nowhere HTTP/1.1", "Host: localhost", "X-Large: " + "x".repeat(length));

    assertThat(answer)
        .startsWith("HTTP/1.1 " + status)
        .contains("application/problem+json", "\"status\":" + status, "nosniff");
  }

  /** Quarkus refuses the first of them by itself, before anything of ours is asked. */
  @ParameterizedTest
  @CsvSource({
    "/%zz, 400",
    "/reservations/%, 400",
    "/reservations/%f, 400",
    "/%00, 404",
    "/reservations/%c3%28, 404",
  })
  void refusesAPathThatCannotBeRead(String path, int status) throws IOException {
    String answer = ask("GET " + path + " HTTP/1.1", "Host: localhost");

    assertThat(answer).startsWith("HTTP/1.1 " + status).doesNotContain("java", "Exception");
  }

  @Test
  void goesOnWithTheConnectionBehindARefusal() throws IOException {
    String answer =
        ask(
            "POST /nowhere HTTP/1.1",
            "Host: localhost",
            "X-Large: " + "x".repeat(17_000),
            "Content-Type: application/json",
            "Content-Length: 2",
            "",
            "{}GET /q/health/live HTTP/1.1",
            "Host: localhost");

    assertThat(answer).startsWith("HTTP/1.1 431").contains("HTTP/1.1 200");
  }

  private static String ask(String... lines) throws IOException {
    return RawHttp.ask(RestAssured.port, lines);
  }
}
