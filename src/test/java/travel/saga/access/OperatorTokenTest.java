package travel.saga.access;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import travel.saga.api.Problems;

@QuarkusTest
@TestProfile(AccessProfiles.WithToken.class)
class OperatorTokenTest {
  @Inject AdminToken token;

  @ParameterizedTest
  @ValueSource(strings = {"Bearer ", "bearer ", "BEARER  "})
  void letsInWhoeverHasTheToken(String scheme) {
    given()
        .header("Authorization", scheme + AccessProfiles.TOKEN)
        .get("/test/operator")
        .then()
        .statusCode(200)
        .body(equalTo(OperatorProbe.SECRET));
  }

  @Test
  void letsNobodyInByTwoTokens() {
    Problems.check(
        given()
            .header("Authorization", "Bearer " + AccessProfiles.TOKEN, "Bearer other")
            .get("/test/operator")
            .then(),
        401,
        "unauthorized");
  }

  @Test
  void asksNobodyWhereEverybodyMayCall() {
    given()
        .header("Authorization", "Bearer of another service")
        .get("/reservations/nobody")
        .then()
        .statusCode(404);
    given().get("/q/health/live").then().statusCode(200);
  }

  @Test
  void deniesWhatNobodyOpened() {
    Problems.check(
        given()
            .header("Authorization", "Bearer " + AccessProfiles.TOKEN)
            .get("/test/forgotten")
            .then(),
        403,
        "forbidden");
  }

  @ParameterizedTest
  @CsvSource({
    "saga.example, https://saga.example, 200",
    "saga.example:443, https://saga.example, 200",
    "saga.example:5000, http://SAGA.example:5000, 200",
    "saga.example:5000, http://saga.example:5001, 403",
    "saga.example:5000, http://saga.example, 403",
    "saga.example, https://saga.example.evil.example, 403",
    "saga.example, https://evil.example, 403",
    "saga.example, saga.example, 403",
    "saga.example, null, 403",
  })
  void letsPagesOfItsOwnNameIn(String host, String origin, int status) {
    given()
        .header("Authorization", "Bearer " + AccessProfiles.TOKEN)
        .header("Host", host)
        .header("Origin", origin)
        .post("/test/operator")
        .then()
        .statusCode(status);
  }

  @Test
  void tellsNobodyTheToken() {
    assertThat(token.toString()).doesNotContain(AccessProfiles.TOKEN);
    given()
        .header("Authorization", "Bearer " + AccessProfiles.TOKEN + "x")
        .get("/test/operator")
        .then()
        .body(containsString("not the admin token"));
  }
}
