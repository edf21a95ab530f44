package travel.saga.api;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasKey;
import static org.hamcrest.Matchers.not;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.quarkus.test.security.TestSecurity;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import travel.saga.reservation.InMemoryReservations;
import travel.saga.reservation.ReservationId;
import travel.saga.reservation.ReservationStatus;
import travel.saga.reservation.Samples;
import travel.saga.reservation.ScriptedSagas;

@QuarkusTest
@TestProfile(WithoutEngine.class)
@TestSecurity(user = "somebody", roles = "operator")
class CompensationResourceTest {
  private static final ReservationId ID = ReservationId.random();

  @Inject InMemoryReservations reservations;
  @Inject ScriptedSagas sagas;

  @BeforeEach
  void stick() {
    reservations.clear();
    sagas.clear();
    reservations.put(Samples.record(ID, ReservationStatus.ATTENTION));
  }

  @Test
  void triesAnOpenCompensationAgain() {
    String first =
        post("cancel-car", "retry")
            .statusCode(202)
            .header("Location", equalTo("/reservations/" + ID))
            .header("Cache-Control", "no-store")
            .body("status", equalTo("ATTENTION"))
            .body("open_compensations.name", contains("cancel-car"))
            .body("open_compensations.retried_by", contains(ID + "~undo-1"))
            .extract()
            .asString();

    assertThat(post("cancel-car", "retry").statusCode(202).extract().asString()).isEqualTo(first);
    assertThat(sagas.undone()).hasSize(1);
  }

  @Test
  void endsTheReservationWithTheLastThatIsSettled() {
    post("cancel-car", "settle")
        .statusCode(202)
        .body("status", equalTo("REJECTED"))
        .body("$", not(hasKey("open_compensations")));

    assertThat(sagas.announced()).hasSize(1);
    post("cancel-car", "settle").statusCode(202).body("status", equalTo("REJECTED"));
    assertThat(sagas.announced()).hasSize(1);
    Problems.check(post("cancel-car", "retry"), 409, "not-at-attention")
        .body("detail", containsString("REJECTED"));
  }

  @Test
  void settlesNothingThatIsBeingTried() {
    post("cancel-car", "retry").statusCode(202);

    Problems.check(post("cancel-car", "settle"), 409, "compensation-being-tried")
        .body("reservation_id", equalTo(ID.value()))
        .body("detail", containsString("The execution " + ID + "~undo-1 tries it"));
  }

  @Test
  void saysHowARetryBeginsThatHasNot() {
    sagas.failWith(InMemoryReservations.away());
    Problems.check(post("cancel-car", "retry"), 503, "engine-unavailable");
    sagas.failWith(null);

    Problems.check(post("cancel-car", "settle"), 409, "compensation-being-tried")
        .body("detail", containsString("has not begun"));
  }

  @Test
  void showsNoRetryWhereThereIsNone() {
    given()
        .get("/reservations/" + ID)
        .then()
        .statusCode(200)
        .body("open_compensations[0]", not(hasKey("retried_by")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"retry", "settle"})
  void knowsOnlyWhatIsOpen(String action) {
    Problems.check(post("refund-payment", action), 404, "compensation-not-open")
        .body("reservation_id", equalTo(ID.value()));
    Problems.check(post("no-such-step", action), 404, "compensation-not-open");
    Problems.check(
        given()
            .post("/executions/" + ReservationId.random() + "/compensations/cancel-car/" + action)
            .then(),
        404,
        "reservation-not-found");
    Problems.check(
        given().post("/executions/nobody/compensations/cancel-car/" + action).then(),
        404,
        "reservation-not-found");
  }

  @ParameterizedTest
  @ValueSource(strings = {"retry", "settle"})
  void refusesAnywhereButAtAttention(String action) {
    reservations.put(Samples.record(ID, ReservationStatus.CONFIRMED));

    Problems.check(post("cancel-car", action), 409, "not-at-attention")
        .body("reservation_id", equalTo(ID.value()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"retry", "settle"})
  void answers503WhenTheEngineIsAway(String action) {
    sagas.failWith(InMemoryReservations.away());

    Problems.check(post("cancel-car", action), 503, "engine-unavailable")
        .header("Retry-After", "5")
        .body("detail", containsString("Repeat the call"));
    assertThat(reservations.all().get(0).status()).isEqualTo(ReservationStatus.ATTENTION);
  }

  private static ValidatableResponse post(String compensation, String action) {
    return given()
        .post("/executions/" + ID + "/compensations/" + compensation + "/" + action)
        .then();
  }
}
