package travel.saga.api;

import static io.restassured.RestAssured.config;
import static io.restassured.RestAssured.given;
import static io.restassured.config.EncoderConfig.encoderConfig;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.matchesPattern;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.io.ByteArrayInputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import travel.saga.reservation.InMemoryReservations;
import travel.saga.reservation.ScriptedSagas;

@QuarkusTest
@TestProfile(WithoutEngine.class)
class BadRequestsTest {
  private static final String GOOD =
      "{\"first_name\":\"Ada\",\"last_name\":\"Lovelace\",\"location\":\"London\"}";

  @Inject InMemoryReservations reservations;
  @Inject ScriptedSagas sagas;

  @BeforeEach
  void clear() {
    reservations.clear();
    sagas.clear();
  }

  static Stream<Arguments> bodies() {
    return Stream.of(
        Arguments.of("", "body"),
        Arguments.of("   ", "body"),
        Arguments.of("null", "body"),
        Arguments.of("{", "body"),
        Arguments.of("{\"first_name\":", "body"),
        Arguments.of("nonsense", "body"),
        Arguments.of(GOOD + GOOD, "body"),
        Arguments.of(GOOD + "]", "body"),
        Arguments.of("[]", "body"),
        Arguments.of("[" + GOOD + "]", "body"),
        Arguments.of("\"text\"", "body"),
        Arguments.of("\"\"", "body"),
        Arguments.of("7", "body"),
        Arguments.of("true", "body"),
        Arguments.of("[".repeat(5000), "body"),
        Arguments.of(with("first_name", "7"), "first_name"),
        Arguments.of(with("first_name", "true"), "first_name"),
        Arguments.of(with("first_name", "{}"), "first_name"),
        Arguments.of(with("first_name", "[\"Ada\"]"), "first_name"),
        Arguments.of(with("car_class", "3"), "car_class"),
        Arguments.of(with("run_type", "{}"), "run_type"),
        Arguments.of(with("first_name", "null"), "first_name"),
        Arguments.of(with("last_name", "\"\""), "last_name"),
        Arguments.of(with("location", "\" \\t\\n \""), "location"),
        Arguments.of(with("location", "\"\\u3000\""), "location"),
        Arguments.of(with("last_name", "\"" + "x".repeat(101) + "\""), "last_name"),
        Arguments.of(with("location", "\"a\\u0000b\""), "location"),
        Arguments.of(with("location", "\"a\\u001bb\""), "location"),
        Arguments.of(with("location", "\"a\\u0085b\""), "location"),
        Arguments.of(with("location", "\"a\\ud800b\""), "location"),
        Arguments.of(with("car_class", "\"\""), "car_class"),
        Arguments.of(with("car_class", "\"" + "x".repeat(101) + "\""), "car_class"),
        Arguments.of(with("run_type", "\"failEverything\""), "run_type"),
        Arguments.of(with("run_type", "\"\""), "run_type"));
  }

  private static String with(String field, String json) {
    String others = GOOD.replaceAll("\"" + field + "\":\"[^\"]*\",?", "");
    return others.replace(",}", "}").replace("}", ",\"" + field + "\":" + json + "}");
  }

  @ParameterizedTest
  @MethodSource("bodies")
  void refusesBadBodies(String body, String field) {
    for (String path : new String[] {"/reserveFlight", "/reservations"}) {
      problem(
              given().contentType(ContentType.JSON).body(body).post(path).then(),
              400,
              "invalid-request")
          .body("violations.field", contains(field))
          .body("instance", matchesPattern(path));
    }
    assertThat(reservations.all()).isEmpty();
  }

  @Test
  void namesEverythingThatIsMissing() {
    problem(
            given().contentType(ContentType.JSON).body("{}").post("/reservations").then(),
            400,
            "invalid-request")
        .body("violations.field", contains("first_name", "last_name", "location"))
        .body("violations.message", contains("is required", "is required", "is required"));
  }

  @Test
  void refusesBytesThatAreNoText() {
    byte[] body = {(byte) '"', (byte) 0xC3, (byte) 0x28, (byte) '"'};
    problem(
        given().contentType("application/json").body(body).post("/reservations").then(),
        400,
        "invalid-request");
    problem(
        given()
            .contentType("application/json")
            .body(new byte[] {0, 0, 0, '{', 0x7f, 0x7f, 0x7f, 0x7f})
            .post("/reservations")
            .then(),
        400,
        "invalid-request");
  }

  static Stream<Arguments> publishers() {
    byte[] large = "x".repeat(1024 * 1024).getBytes(StandardCharsets.UTF_8);
    byte[] huge = new byte[5 * 1024 * 1024];
    byte[] justOver = padded(16 * 1024 + 1);
    return Stream.of(
        Arguments.of("1 MiB with its length", BodyPublishers.ofByteArray(large)),
        Arguments.of("5 MiB with their length", BodyPublishers.ofByteArray(huge)),
        Arguments.of("a byte too many", BodyPublishers.ofByteArray(justOver)),
        Arguments.of("1 MiB in chunks", chunked(large)),
        Arguments.of("5 MiB in chunks", chunked(huge)),
        Arguments.of("a byte too many, in chunks", chunked(justOver)));
  }

  private static BodyPublisher chunked(byte[] body) {
    return BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(body));
  }

  private static byte[] padded(int length) {
    return (GOOD + " ".repeat(length - GOOD.length())).getBytes(StandardCharsets.UTF_8);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("publishers")
  void refusesLargeBodies(String name, BodyPublisher body) throws Exception {
    HttpResponse<String> answer = send(body);

    assertThat(answer.statusCode()).isEqualTo(413);
    assertThat(answer.headers().firstValue("Content-Type")).contains(Problem.MEDIA_TYPE);
    assertThat(answer.headers().firstValue("X-Content-Type-Options")).contains("nosniff");
    assertThat(answer.body())
        .contains("\"type\":\"/problems/body-too-large\"", "\"instance\":\"/reserveFlight\"");
    assertThat(reservations.all()).isEmpty();
  }

  @Test
  void acceptsABodyOfExactlyTheLimit() throws Exception {
    assertThat(send(BodyPublishers.ofByteArray(padded(16 * 1024))).statusCode()).isEqualTo(202);
    assertThat(send(chunked(padded(16 * 1024))).statusCode()).isEqualTo(202);
  }

  private HttpResponse<String> send(BodyPublisher body) throws Exception {
    URI reserveFlight = URI.create("http://localhost:" + RestAssured.port + "/reserveFlight");
    HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    return client.send(
        HttpRequest.newBuilder(reserveFlight)
            .header("Content-Type", "application/json")
            .POST(body)
            .build(),
        BodyHandlers.ofString());
  }

  @ParameterizedTest
  @ValueSource(strings = {"text/plain", "application/xml", "application/x-www-form-urlencoded"})
  void refusesOtherMediaTypes(String type) {
    problem(
        given().header("Content-Type", type).body(GOOD).post("/reservations").then(),
        415,
        "unsupported-media-type");
  }

  @ParameterizedTest
  @CsvSource({
    "POST, /reservations/x/cancel, multipart/form-data; boundary=b",
    "POST, /reservations/x/cancel, application/x-www-form-urlencoded",
    "GET, /reservations/x, multipart/form-data; boundary=b",
    "POST, /console/login, multipart/form-data; boundary=b"
  })
  void readsNoFormsWhereNoneAreWanted(String method, String path, String type) {
    problem(
        given()
            .config(
                config()
                    .encoderConfig(
                        encoderConfig()
                            .encodeContentTypeAs("multipart/form-data", ContentType.TEXT)))
            .header("Content-Type", type)
            .body("zz")
            .request(method, path)
            .then(),
        415,
        "unsupported-media-type");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "GET|    /reserveFlight|   OPTIONS, POST",
        "PUT|    /reserveFlight|   OPTIONS, POST",
        "POST|   /reservations/x|  GET, HEAD, OPTIONS",
        "DELETE| /reservations/x|  GET, HEAD, OPTIONS"
      })
  void refusesOtherMethods(String method, String path, String allowed) {
    problem(
            given().contentType(ContentType.JSON).request(method, path).then(),
            405,
            "method-not-allowed")
        .header("Allow", equalTo(allowed));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {"/reserveFlight|  OPTIONS, POST", "/reservations/x| GET, HEAD, OPTIONS"})
  void tellsTheMethodsOfAPath(String path, String allowed) {
    given().options(path).then().statusCode(200).header("Allow", equalTo(allowed));
  }

  @Test
  void refusesToAnswerInOtherMediaTypes() {
    problem(
        given()
            .contentType(ContentType.JSON)
            .accept("text/csv")
            .body(GOOD)
            .post("/reservations")
            .then(),
        406,
        "not-acceptable");
    assertThat(reservations.all()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"/nowhere", "/reservations/a/b/c", "/favicon.ico", "/api/x.html"})
  void tellsThatThereIsNothing(String path) {
    problem(given().get(path).then(), 404, "not-found");
    problem(given().accept("text/html").get(path).then(), 404, "not-found");
  }

  @Test
  void keepsInternalsForTheLog() {
    reservations.failWith(new IllegalStateException("travel.saga.Secret at 10.0.0.7"));

    problem(
            given().contentType(ContentType.JSON).body(GOOD).post("/reservations").then(),
            500,
            "internal-error")
        .body("instance", matchesPattern("urn:uuid:[0-9a-f-]{36}"));
    problem(
        given()
            .contentType(ContentType.JSON)
            .accept("text/html")
            .body(GOOD)
            .post("/reservations")
            .then(),
        406,
        "not-acceptable");
  }

  private static ValidatableResponse problem(ValidatableResponse answer, int status, String code) {
    return Problems.check(answer, status, code);
  }
}
