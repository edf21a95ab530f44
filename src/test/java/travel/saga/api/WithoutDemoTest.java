package travel.saga.api;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.http.ContentType;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@TestProfile(WithoutEngine.WithoutDemo.class)
class WithoutDemoTest {
  @ParameterizedTest
  @ValueSource(strings = {"failPayment", "failEverything", ""})
  void refusesAnyRunType(String runType) {
    String body =
        "{\"first_name\":\"A\",\"last_name\":\"L\",\"location\":\"O\",\"run_type\":\"%s\"}";
    Problems.check(
            given()
                .contentType(ContentType.JSON)
                .body(body.formatted(runType))
                .post("/reservations")
                .then(),
            400,
            "invalid-request")
        .body("violations.field", contains("run_type"))
        .body("violations[0].message", containsString("reservations.demo.enabled"));
  }
}
