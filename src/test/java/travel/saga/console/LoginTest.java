package travel.saga.console;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import travel.saga.access.ConsoleProfile;

@QuarkusTest
@TestProfile(ConsoleProfile.class)
class LoginTest {
  private static final String COOKIE = "reservations_session";

  @Test
  void showsAFormThatAnybodyCanUse() {
    browser()
        .get("/console/login")
        .then()
        .statusCode(200)
        .contentType(containsString("text/html"))
        .header("Cache-Control", "no-store")
        .body("html.@lang", equalTo("en"))
        .body(containsString("<label for=\"token\">"));
  }

  @Test
  void leadsToTheLoginWhoeverHasNone() {
    browser().get("/console/test").then().statusCode(303).header("Location", "/console/login");
    browser().cookie(COOKIE, "made-up").get("/console/test").then().statusCode(303);
  }

  @Test
  void letsInWithTheToken() {
    Response answer = login(ConsoleProfile.TOKEN);

    assertThat(answer.statusCode()).isEqualTo(303);
    assertThat(answer.header("Location")).isEqualTo("/console");
    assertThat(answer.header("Set-Cookie"))
        .startsWith(COOKIE + "=")
        .containsIgnoringCase("httponly")
        .containsIgnoringCase("samesite=strict")
        .containsIgnoringCase("path=/console")
        .containsIgnoringCase("max-age=28800")
        .doesNotContainIgnoringCase("secure")
        .doesNotContain(ConsoleProfile.TOKEN);
  }

  /** As behind a proxy that ends TLS and tells nothing of it. */
  @Test
  void sendsTheSessionOverHttpsAloneWhereTheBrowserCameByIt() {
    Response answer =
        browser()
            .header("Host", "saga.example")
            .header("Origin", "https://saga.example")
            .formParam("token", ConsoleProfile.TOKEN)
            .post("/console/login");

    assertThat(answer.statusCode()).isEqualTo(303);
    assertThat(answer.header("Set-Cookie")).containsPattern("(?i); ?secure");
  }

  /** Neither by a parameter nor by a header of the request. */
  @Test
  void leadsNowhereElse() {
    Response answer =
        browser()
            .header("Host", "evil.example")
            .header("X-Forwarded-Host", "evil.example")
            .header("Referer", "https://evil.example/")
            .formParam("token", ConsoleProfile.TOKEN)
            .formParam("next", "//evil.example")
            .post("/console/login?next=//evil.example");

    assertThat(answer.header("Location")).isEqualTo("/console");
  }

  @Test
  void changesWithTheTokenOfTheSessionAlone() {
    String session = login(ConsoleProfile.TOKEN).cookie(COOKIE);
    String other = login(ConsoleProfile.TOKEN).cookie(COOKIE);
    String csrf = csrf(session);

    for (String wrong : new String[] {csrf(other), "", session}) {
      form(session).formParam("csrf", wrong).post("/console/test").then().statusCode(403);
    }
    form(session)
        .header("Sec-Fetch-Site", "cross-site")
        .formParam("csrf", csrf)
        .post("/console/test")
        .then()
        .statusCode(403);
    form(session)
        .header("Origin", "https://evil.example")
        .formParam("csrf", csrf)
        .post("/console/test")
        .then()
        .statusCode(403);
    form(session).formParam("csrf", csrf).post("/console/test").then().statusCode(200);
  }

  @Test
  void countsForPagesAlone() {
    String session = login(ConsoleProfile.TOKEN).cookie(COOKIE);

    for (String path : new String[] {"/test/operator", "/console/../test/operator"}) {
      browser()
          .urlEncodingEnabled(false)
          .cookie(COOKIE, session)
          .get(path)
          .then()
          .statusCode(401)
          .contentType("application/problem+json");
    }
  }

  @Test
  void logsOut() {
    String session = login(ConsoleProfile.TOKEN).cookie(COOKIE);

    form(session).post("/console/logout").then().statusCode(403);
    Response answer = form(session).formParam("csrf", csrf(session)).post("/console/logout");

    assertThat(answer.statusCode()).isEqualTo(303);
    assertThat(answer.header("Location")).isEqualTo("/console/login");
    assertThat(answer.header("Set-Cookie"))
        .startsWith(COOKIE + "=;")
        .containsIgnoringCase("max-age=0")
        .containsIgnoringCase("path=/console");
  }

  @ParameterizedTest
  @CsvSource({"Origin, https://evil.example", "Origin, null", "Sec-Fetch-Site, cross-site"})
  void isNotUsedByPagesOfOthers(String header, String value) {
    browser()
        .header(header, value)
        .formParam("token", ConsoleProfile.TOKEN)
        .post("/console/login")
        .then()
        .statusCode(403)
        .header("Set-Cookie", (String) null);
  }

  private static String csrf(String session) {
    return browser().cookie(COOKIE, session).get("/console/test").asString();
  }

  private static Response login(String token) {
    return browser().formParam("token", token).post("/console/login");
  }

  private static RequestSpecification form(String session) {
    return browser().cookie(COOKIE, session);
  }

  private static RequestSpecification browser() {
    return given().accept("text/html,*/*").redirects().follow(false);
  }
}
