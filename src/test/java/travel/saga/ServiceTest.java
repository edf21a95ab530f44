package travel.saga;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.notNullValue;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import org.junit.jupiter.api.Test;

/** The whole service on its embedded engine: what the jar and a native binary must pass alike. */
@QuarkusTest
class ServiceTest {
  private static final String SEED =
      """
      {"first_name": "hello", "last_name": "there", "location": "spain", "car_class": "compact"}
      """;

  @Test
  void confirmsTheSeedsRequest() {
    String id =
        given()
            .contentType(ContentType.JSON)
            .body(SEED)
            .post("/reserveFlight")
            .then()
            .statusCode(200)
            .body("status", equalTo("CONFIRMED"))
            .body("flight.reference", notNullValue())
            .body("car.reference", notNullValue())
            .body("payment.amount.amount", equalTo("412.50"))
            .extract()
            .path("reservation_id");

    given().get("/reservations/" + id).then().statusCode(200).body("status", equalTo("CONFIRMED"));
  }

  @Test
  void undoesARefusedReservation() {
    String id =
        given()
            .contentType(ContentType.JSON)
            .body(SEED.replace("}", ", \"run_type\": \"failCarRentalConfirmation\"}"))
            .post("/reserveFlight")
            .then()
            .statusCode(409)
            .contentType("application/problem+json")
            .body("reason.step", equalTo("confirm-car"))
            .extract()
            .path("reservation_id");

    given()
        .get("/reservations/" + id)
        .then()
        .body("status", equalTo("REJECTED"))
        .body("flight.status", equalTo("CANCELLED"))
        .body("car.status", equalTo("CANCELLED"))
        .body("payment.status", equalTo("REFUNDED"));
  }

  @Test
  void isReadyAndCounts() {
    given().get("/q/health/ready").then().statusCode(200).body("checks.name", hasItem("worker"));
    String metrics = given().get("/q/metrics").then().statusCode(200).extract().asString();
    for (String name : METRICS) {
      org.assertj.core.api.Assertions.assertThat(metrics).contains("\n" + name);
    }
  }

  private static final String[] METRICS = {
    "reservations_started_total",
    "reservations_finished_total{",
    "reservations_duration_seconds_bucket{",
    "reservations_in_flight",
    "reservations_attention",
    "saga_step_duration_seconds_bucket{",
    "saga_step_retries_total{",
    "saga_compensations_total{",
    "engine_commits_total",
  };
}
