package travel.saga.console;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.not;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import org.junit.jupiter.api.Test;
import travel.saga.api.WithoutEngine;

@QuarkusTest
@TestProfile(WithoutEngine.WithoutDemo.class)
class StartWithoutDemoTest {
  @Test
  void offersNothingThatGoesWrong() {
    given()
        .get("/")
        .then()
        .statusCode(200)
        .body(not(containsString("run_type")))
        .body(not(containsString("go wrong")));
  }

  @Test
  void refusesItWhereSomebodySendsItAllTheSame() {
    given()
        .accept("text/html")
        .formParam("first_name", "Ada")
        .formParam("last_name", "Lovelace")
        .formParam("location", "London")
        .formParam("run_type", "failPayment")
        .post("/")
        .then()
        .statusCode(400)
        .body(containsString("is accepted only where reservations.demo.enabled is true"));
  }
}
