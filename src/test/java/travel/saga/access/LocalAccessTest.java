package travel.saga.access;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.SocketAddress;
import jakarta.inject.Inject;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import travel.saga.access.Routes.Route;
import travel.saga.api.Problems;

/** Without an admin token, on the embedded engine: whoever sits at the machine is an operator. */
@QuarkusTest
@TestProfile(AccessProfiles.WithoutToken.class)
class LocalAccessTest {
  @Inject Vertx vertx;

  @BeforeEach
  void nothingChanged() {
    OperatorProbe.CHANGES.set(0);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"localhost", "LocalHost:5000", "127.0.0.1", "127.0.0.1:80", "[::1]", "[::1]:5000"})
  void letsInWhoeverAsksForThisMachine(String host) throws IOException {
    assertThat(get("Host: " + host)).startsWith("HTTP/1.1 200").contains(OperatorProbe.SECRET);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Host: evil.example",
        "Host: localhost.evil.example",
        "Host: localhost.",
        "Host: localhost@evil.example",
        "Host: evil.example#localhost",
        "Host: 127.0.0.1.evil.example",
        "Host: 127.1",
        "Host: 0.0.0.0",
        "Host: [::]",
        "Host: [::ffff:127.0.0.1]",
        "Host: 10.0.0.7:5000",
        "Host: localhost:5000:80",
        "Host: localhost, evil.example",
        "Host:",
        "Host: localhost\r\nHost: evil.example",
        "Host: evil.example\r\nHost: localhost",
        "Host: localhost\r\nForwarded: for=10.0.0.7",
        "Host: localhost\r\nX-Forwarded-For: 10.0.0.7",
        "Host: localhost\r\nx-forwarded-host: evil.example",
        "Host: localhost\r\nX-Forwarded-Anything: 1",
        "Host: localhost\r\nX-Real-IP: 10.0.0.7",
        "Host: localhost\r\nVia: 1.1 proxy",
        "Host: localhost\r\nOrigin: http://localhost:3000",
        "Host: localhost:5000\r\nOrigin: http://localhost",
        "Host: localhost\r\nOrigin: null",
        "Host: localhost\r\nOrigin: http://localhost\r\nOrigin: http://evil.example",
        "Host: localhost\r\nSec-Fetch-Site: cross-site",
        "Host: localhost\r\nSec-Fetch-Site: same-site",
        "Host: localhost\r\nSec-Fetch-Site: same-origin\r\nSec-Fetch-Site: cross-site",
      })
  void refusesWhoeverMayBeSomebodyElse(String headers) throws IOException {
    for (String method : new String[] {"GET", "POST"}) {
      String answer =
          RawHttp.ask(
              RestAssured.port, method + " /test/operator HTTP/1.1", headers, "Content-Length: 0");

      assertThat(answer).containsPattern("^HTTP/1.1 40[03]").doesNotContain(OperatorProbe.SECRET);
    }
    assertThat(OperatorProbe.CHANGES).hasValue(0);
  }

  @Test
  void refusesATargetThatNamesAnotherHost() throws IOException {
    String answer =
        RawHttp.ask(
            RestAssured.port,
            "GET http://evil.example/test/operator HTTP/1.1",
            "Host: localhost",
            "Content-Length: 0");

    assertThat(answer).doesNotContain(OperatorProbe.SECRET);
  }

  @ParameterizedTest
  @CsvSource({"localhost, 200", "evil.example, 403", "localhost., 403"})
  void readsTheAuthorityOfHttp2(String authority, int status) throws Exception {
    HttpClientOptions options =
        new HttpClientOptions()
            .setProtocolVersion(HttpVersion.HTTP_2)
            .setHttp2ClearTextUpgrade(false);
    RequestOptions request =
        new RequestOptions()
            .setMethod(HttpMethod.GET)
            .setServer(SocketAddress.inetSocketAddress(RestAssured.port, "127.0.0.1"))
            .setHost(authority)
            .setPort(RestAssured.port)
            .setURI("/test/operator");
    var client = vertx.createHttpClient(options);
    try {
      HttpClientResponse answer =
          client
              .request(request)
              .compose(HttpClientRequest::send)
              .toCompletionStage()
              .toCompletableFuture()
              .get(10, TimeUnit.SECONDS);

      assertThat(answer.version()).isEqualTo(HttpVersion.HTTP_2);
      assertThat(answer.statusCode()).isEqualTo(status);
    } finally {
      client.close();
    }
  }

  @ParameterizedTest
  @MethodSource("travel.saga.access.Routes#forOperators")
  void refusesEveryRouteToAnotherName(Route route) {
    Problems.check(route.ask(given().header("Host", "evil.example")).then(), 403, "forbidden")
        .body("detail", containsString("RESERVATIONS_ADMIN_TOKEN"));
    assertThat(OperatorProbe.CHANGES).hasValue(0);
  }

  @Test
  void followsALinkOfAnotherSite() {
    given()
        .header("Sec-Fetch-Site", "cross-site")
        .header("Sec-Fetch-Mode", "navigate")
        .header("Sec-Fetch-Dest", "document")
        .get("/console/test")
        .then()
        .statusCode(200);
    given()
        .header("Sec-Fetch-Site", "cross-site")
        .header("Sec-Fetch-Mode", "navigate")
        .header("Sec-Fetch-Dest", "iframe")
        .get("/console/test")
        .then()
        .statusCode(403);
  }

  @Test
  void changesByAFormOfItsOwnPageAlone() {
    String csrf = given().get("/console/test").then().statusCode(200).extract().asString();

    given().formParam("csrf", csrf + "x").post("/console/test").then().statusCode(403);
    given().formParam("other", "x").post("/console/test").then().statusCode(403);
    given().post("/console/test").then().statusCode(403);
    given().queryParam("csrf", csrf).post("/console/test").then().statusCode(403);
    assertThat(OperatorProbe.CHANGES).hasValue(0);

    given()
        .formParam("csrf", csrf)
        .post("/console/test")
        .then()
        .statusCode(200)
        .body(equalTo(OperatorProbe.SECRET));
    assertThat(OperatorProbe.CHANGES).hasValue(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/console/test",
        "/console/test/",
        "/console/test;a=b",
        "/console;a=b/test",
        "/;a=b/console/test",
        "//console/test",
        "/x/../console/test",
        "/%63onsole/test",
        "/console%2Ftest",
      })
  void asksForTheFormHoweverThePathIsSpelled(String path) throws IOException {
    String answer =
        RawHttp.ask(
            RestAssured.port, "POST " + path + " HTTP/1.1", "Host: localhost", "Content-Length: 0");

    assertThat(answer).containsPattern("^HTTP/1.1 40[034]");
    assertThat(OperatorProbe.CHANGES).hasValue(0);
  }

  @Test
  void hasNothingToLogInto() {
    given()
        .redirects()
        .follow(false)
        .get("/console/login")
        .then()
        .statusCode(303)
        .header("Location", "/console");
  }

  private static String get(String headers) throws IOException {
    return RawHttp.ask(RestAssured.port, "GET /test/operator HTTP/1.1", headers);
  }
}
