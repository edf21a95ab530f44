package travel.saga.api;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasKey;
import static org.hamcrest.Matchers.not;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import travel.saga.reservation.InMemoryReservations;
import travel.saga.reservation.Reservation;
import travel.saga.reservation.ReservationId;
import travel.saga.reservation.ReservationStatus;
import travel.saga.reservation.Sagas;
import travel.saga.reservation.Samples;
import travel.saga.reservation.ScriptedSagas;

@QuarkusTest
@TestProfile(WithoutEngine.class)
class CancelResourceTest {
  private static final ReservationId ID = ReservationId.random();

  @Inject InMemoryReservations reservations;
  @Inject ScriptedSagas sagas;

  @BeforeEach
  void clear() {
    reservations.clear();
    sagas.clear();
  }

  @Test
  void cancelsARunningReservation() {
    reservations.put(Samples.record(ID, ReservationStatus.PENDING));
    sagas.workflow(ID, Sagas.Phase.RUNNING, Samples.TAKEN);

    cancel()
        .statusCode(202)
        .contentType(ContentType.JSON)
        .header("Location", equalTo("/reservations/" + ID))
        .header("Cache-Control", "no-store")
        .body("reservation_id", equalTo(ID.value()))
        .body("status", equalTo("CANCELLING"))
        .body("flight.status", equalTo("HELD"))
        .body("$", not(hasKey("pursuit")));
    assertThat(sagas.undone()).isEmpty();
    assertThat(sagas.waits()).isEmpty();
  }

  @Test
  void cancelsAConfirmedReservationHoweverOftenItIsAsked() {
    confirm();

    String first = cancel().statusCode(202).extract().asString();
    String second = cancel().statusCode(202).extract().asString();

    assertThat(second).isEqualTo(first).contains("\"CANCELLING\"");
    assertThat(sagas.undone()).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{}", "[1, 2]"})
  void readsNoBody(String body) {
    confirm();

    given()
        .contentType(ContentType.JSON)
        .body(body)
        .post("/reservations/" + ID + "/cancel")
        .then()
        .statusCode(202);
  }

  @ParameterizedTest
  @EnumSource(names = {"CANCELLED", "ATTENTION"})
  void answersWhatBecameOfACancelThatWasTakenBefore(ReservationStatus status) {
    confirm();
    cancel();
    reservations.put(stored().settle(Samples.outcome(status), Samples.START));

    cancel().statusCode(202).body("status", equalTo(status.name()));
  }

  @Test
  void waitsAsPreferred() {
    confirm();
    sagas.whileWaiting(
        id ->
            reservations.put(
                stored().settle(Samples.outcome(ReservationStatus.CANCELLED), Samples.START)));

    given()
        .header("Prefer", "wait=7")
        .post("/reservations/" + ID + "/cancel")
        .then()
        .statusCode(202)
        .header("Preference-Applied", "wait=7")
        .body("status", equalTo("CANCELLED"));
    assertThat(sagas.waits()).containsExactly(Duration.ofSeconds(7));
  }

  @Test
  void saysThatThereIsNothingToUndo() {
    reservations.put(
        Samples.record(ID, ReservationStatus.PENDING)
            .settle(Samples.outcome(ReservationStatus.REJECTED), Samples.START));

    Problems.check(cancel(), 409, "nothing-to-cancel")
        .body("reservation_id", equalTo(ID.value()))
        .body("reason.code", equalTo("no_seats"));
  }

  @Test
  void saysWhoHasToUndoWhatIsOpenAtAttention() {
    reservations.put(Samples.record(ID, ReservationStatus.ATTENTION));

    Problems.check(cancel(), 409, "attention-needed")
        .body("detail", containsString("cancel-car"))
        .body("detail", containsString("/executions/" + ID + "/compensations/{name}/retry"))
        .body("detail", containsString("/settle"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"000000000000-00000000-0000-4000-8000-000000000000", "nobody", "a~undo-1"})
  void tellsThatThereIsNoSuchReservation(String id) {
    Problems.check(
        given().post("/reservations/" + id + "/cancel").then(), 404, "reservation-not-found");
  }

  @Test
  void answers503WhileNothingIsStored() {
    confirm();
    reservations.failWith(InMemoryReservations.away());

    Problems.check(cancel(), 503, "engine-unavailable")
        .header("Retry-After", "5")
        .body("detail", containsString("Repeat the call"))
        .body("detail", not(containsString("Idempotency-Key")));
  }

  @Test
  void answers202OnceTheCancelIsStored() {
    confirm();
    sagas.failWith(InMemoryReservations.away());

    cancel().statusCode(202).body("status", equalTo("CANCELLING"));
    assertThat(stored().status()).isEqualTo(ReservationStatus.CANCELLING);
  }

  @Test
  void namesTheMethodThatApplies() {
    Problems.check(given().get("/reservations/" + ID + "/cancel").then(), 405, "method-not-allowed")
        .header("Allow", "OPTIONS, POST");
  }

  private void confirm() {
    reservations.put(
        Samples.record(ID, ReservationStatus.PENDING)
            .settle(Samples.outcome(ReservationStatus.CONFIRMED), Samples.START));
  }

  private Reservation stored() {
    return reservations.all().get(0);
  }

  private static ValidatableResponse cancel() {
    return given().post("/reservations/" + ID + "/cancel").then();
  }
}
