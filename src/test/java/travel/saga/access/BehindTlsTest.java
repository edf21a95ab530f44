package travel.saga.access;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.nullValue;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import org.junit.jupiter.api.Test;

/** Where a proxy that ends TLS, and is trusted, says that it did. */
@QuarkusTest
@TestProfile(AccessProfiles.BehindProxyWithToken.class)
class BehindTlsTest {
  @Test
  void keepsBrowsersAtHttpsOnceTheyUseIt() {
    overTls().get("/q/health/live").then().header("Strict-Transport-Security", "max-age=31536000");
    given().get("/q/health/live").then().header("Strict-Transport-Security", nullValue());
  }

  @Test
  void sendsTheSessionOverHttpsAlone() {
    Response login =
        overTls()
            .redirects()
            .follow(false)
            .header("Origin", "https://saga.example")
            .formParam("token", AccessProfiles.TOKEN)
            .post("/console/login");

    assertThat(login.statusCode()).isEqualTo(303);
    assertThat(login.header("Set-Cookie")).containsIgnoringCase("secure");
    assertThat(login.header("Location")).isEqualTo("/console");
  }

  private static RequestSpecification overTls() {
    return given()
        .header("X-Forwarded-Proto", "https")
        .header("X-Forwarded-Host", "saga.example")
        .header("X-Forwarded-For", "192.0.2.7");
  }
}
