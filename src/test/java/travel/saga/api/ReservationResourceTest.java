package travel.saga.api;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasKey;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import travel.saga.reservation.InMemoryReservations;
import travel.saga.reservation.Reservation;
import travel.saga.reservation.ReservationId;
import travel.saga.reservation.ReservationStatus;
import travel.saga.reservation.RunType;
import travel.saga.reservation.Sagas;
import travel.saga.reservation.Samples;
import travel.saga.reservation.ScriptedSagas;

@QuarkusTest
@TestProfile(WithoutEngine.class)
class ReservationResourceTest {
  private static final String SEED =
      """
      {"first_name": "hello", "last_name": "there", "location": "spain", "car_class": "compact"}""";
  private static final String ID = "[0-9a-f]{12}-[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}";

  @Inject InMemoryReservations reservations;
  @Inject ScriptedSagas sagas;

  @BeforeEach
  void clear() {
    reservations.clear();
    sagas.clear();
  }

  @Test
  void confirmsTheSeedsCall() {
    sagasEndWith(ReservationStatus.CONFIRMED);

    post("/reserveFlight", SEED)
        .statusCode(200)
        .contentType(ContentType.JSON)
        .header("X-Content-Type-Options", "nosniff")
        .header("Cache-Control", "no-store")
        .body("reservation_id", matchesPattern(ID))
        .body("status", equalTo("CONFIRMED"))
        .body("first_name", equalTo("hello"))
        .body("last_name", equalTo("there"))
        .body("location", equalTo("spain"))
        .body("car_class", equalTo("compact"))
        .body("flight.reference", equalTo("F-1"))
        .body("flight.status", equalTo("CONFIRMED"))
        .body("flight.price.amount", equalTo("250.00"))
        .body("flight.price.currency", equalTo("EUR"))
        .body("car.status", equalTo("CONFIRMED"))
        .body("payment.status", equalTo("CHARGED"))
        .body("payment.amount.amount", equalTo("412.50"))
        .body("created_at", matchesPattern("\\d{4}-\\d\\d-\\d\\dT[0-9:.]+Z"))
        .body("updated_at", matchesPattern("\\d{4}-\\d\\d-\\d\\dT[0-9:.]+Z"))
        .body("$", not(hasKey("reason")))
        .body("$", not(hasKey("open_compensations")))
        .body("$", not(hasKey("bookings")));
    assertThat(sagas.waits()).containsExactly(Duration.ofSeconds(30));
  }

  @Test
  void tellsWhichStepRefused() {
    sagasEndWith(ReservationStatus.REJECTED);

    problem(post("/reserveFlight", SEED), 409, "reservation-rejected")
        .body("reservation_id", matchesPattern(ID))
        .body("instance", matchesPattern("/reservations/" + ID))
        .body("detail", containsString("reserve-flight"))
        .body("reason.step", equalTo("reserve-flight"))
        .body("reason.code", equalTo("no_seats"))
        .body("reason.message", equalTo(Samples.NO_SEATS.message()));
  }

  @Test
  void tellsThatSomebodyCancelledMeanwhile() {
    sagasEndWith(ReservationStatus.CANCELLED);

    problem(post("/reserveFlight", SEED), 409, "reservation-cancelled");
  }

  @ParameterizedTest
  @EnumSource(names = {"PENDING", "CANCELLING", "ATTENTION"})
  void answers202WhileNothingIsDecided(ReservationStatus status) {
    sagasEndWith(status);

    String id =
        post("/reserveFlight", SEED)
            .statusCode(202)
            .header("Location", matchesPattern("/reservations/" + ID))
            .body("status", equalTo(status.name()))
            .extract()
            .path("reservation_id");
    assertThat(reservations.all()).extracting(r -> r.id().value()).containsExactly(id);
  }

  @Test
  void listsWhatIsOpenAtAttention() {
    sagasEndWith(ReservationStatus.ATTENTION);

    post("/reserveFlight", SEED)
        .statusCode(202)
        .body("open_compensations.name", contains("cancel-car"))
        .body("open_compensations.key", contains("r-car"))
        .body("open_compensations.attempts", contains(3));
  }

  @Test
  void takesAReservationWithoutWaiting() {
    post("/reservations", SEED)
        .statusCode(202)
        .header("Location", matchesPattern("/reservations/" + ID))
        .body("status", equalTo("PENDING"))
        .body("$", not(hasKey("flight")))
        .body("$", not(hasKey("payment")));
    assertThat(sagas.waits()).isEmpty();
    assertThat(sagas.started()).hasSize(1);
  }

  @Test
  void waitsAsPreferred() {
    sagasEndWith(ReservationStatus.CONFIRMED);

    post(json().header("Prefer", "wait=7"), "/reservations", SEED)
        .statusCode(201)
        .header("Location", matchesPattern("/reservations/" + ID))
        .header("Preference-Applied", "wait=7")
        .body("status", equalTo("CONFIRMED"));
    assertThat(sagas.waits()).containsExactly(Duration.ofSeconds(7));
  }

  @Test
  void tellsARefusalToACallerWhoWaits() {
    sagasEndWith(ReservationStatus.REJECTED);

    problem(
        post(json().header("Prefer", "wait=7"), "/reservations", SEED),
        409,
        "reservation-rejected");
  }

  @Test
  void waitsNoLongerThanAllowed() {
    post(json().header("Prefer", "wait=3600"), "/reservations", SEED)
        .statusCode(202)
        .header("Preference-Applied", "wait=100");
    assertThat(sagas.waits()).containsExactly(Duration.ofSeconds(100));
  }

  @Test
  void doesNotWaitForACallerWhoPrefersSo() {
    post(json().header("Prefer", "respond-async"), "/reserveFlight", SEED)
        .statusCode(202)
        .header("Preference-Applied", "respond-async");
    assertThat(sagas.waits()).isEmpty();
  }

  @Test
  void trimsAndFillsInTheDefault() {
    post("/reservations", "{\"first_name\":\" Ada \",\"last_name\":\"L\",\"location\":\"\\tO \"}")
        .statusCode(202)
        .body("first_name", equalTo("Ada"))
        .body("location", equalTo("O"))
        .body("car_class", equalTo("compact"));
  }

  @Test
  void countsCodePointsAndIgnoresUnknownFields() {
    String name = "\uD83D\uDE00".repeat(100);

    post(
            "/reservations",
            "{\"first_name\":\"%s\",\"last_name\":\"L\",\"location\":\"O\",\"more\":[1]}"
                .formatted(name))
        .statusCode(202)
        .body("first_name", equalTo(name));
  }

  @Test
  void passesTheRunTypeOn() {
    post("/reservations", SEED.replace("}", ",\"run_type\":\"failPayment\"}")).statusCode(202);

    assertThat(reservations.all().get(0).trip().runType()).isEqualTo(RunType.FAIL_PAYMENT);
  }

  @ParameterizedTest
  @CsvSource({"k-1, k-1", "k-1, \"k-1\"", "a\"b, \"a\\\"b\""})
  void answersARepeatedKeyWithTheSameReservation(String first, String second) {
    String made = reserve(first).extract().path("reservation_id");
    String again = reserve(second).extract().path("reservation_id");

    assertThat(again).isEqualTo(made);
    assertThat(reservations.all()).hasSize(1);
    assertThat(sagas.started()).hasSize(1);
  }

  @Test
  void seesThroughTheSpellingOfTheSameRequest() {
    reserve("k-1");
    post(
            json().header("Idempotency-Key", "k-1"),
            "/reserveFlight",
            "{\"location\":\" spain\",\"last_name\":\"there\",\"first_name\":\"hello\"}")
        .statusCode(202);

    assertThat(reservations.all()).hasSize(1);
  }

  @Test
  void refusesAKeyThatStandsForAnotherRequestAndDoesNotTellWhose() {
    reserve("k-1");

    problem(
            post(
                json().header("Idempotency-Key", "k-1"),
                "/reservations",
                SEED.replace("spain", "oslo")),
            422,
            "idempotency-key-reused")
        .body("reservation_id", nullValue());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "two words", "\"two words\"", "\"\""})
  void refusesAKeyThatIsNone(String key) {
    problem(
            post(json().header("Idempotency-Key", key), "/reservations", SEED),
            400,
            "invalid-request")
        .body("violations.field", contains("Idempotency-Key"));
    assertThat(reservations.all()).isEmpty();
  }

  @Test
  void refusesAKeyThatIsTooLongOrThere() {
    reserve("k".repeat(255)).statusCode(202);
    problem(reserve("k".repeat(256)), 400, "invalid-request");
    problem(
        post(json().header("Idempotency-Key", "a", "b"), "/reservations", SEED),
        400,
        "invalid-request");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/reservations", "/reserveFlight"})
  void answers503WhileNothingIsStored(String path) {
    reservations.failWith(InMemoryReservations.away());

    problem(post(path, SEED), 503, "engine-unavailable")
        .header("Retry-After", "5")
        .body("detail", containsString("Idempotency-Key"));
    problem(post(json().header("Idempotency-Key", "k-1"), path, SEED), 503, "engine-unavailable")
        .body("detail", containsString("same key"));
  }

  @Test
  void answers202OnceTheRecordIsStored() {
    sagas.failWith(InMemoryReservations.away());

    post("/reserveFlight", SEED).statusCode(202).body("status", equalTo("PENDING"));
    assertThat(reservations.all()).hasSize(1);
  }

  @Test
  void findsAReservationWithItsProgress() {
    ReservationId id = ReservationId.random();
    reservations.put(Samples.record(id, ReservationStatus.PENDING));
    sagas.workflow(id, Sagas.Phase.RUNNING, Samples.TAKEN);

    given()
        .get("/reservations/" + id)
        .then()
        .statusCode(200)
        .contentType(ContentType.JSON)
        .header("Cache-Control", "no-store")
        .body("reservation_id", equalTo(id.value()))
        .body("status", equalTo("PENDING"))
        .body("flight.status", equalTo("HELD"))
        .body("created_at", equalTo("2026-03-01T10:00:00Z"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "000000000000-00000000-0000-4000-8000-000000000000",
        "nobody",
        "..%2f..",
        "a~undo-1",
        "%20"
      })
  void tellsThatThereIsNoSuchReservation(String id) {
    problem(
        given().urlEncodingEnabled(false).get("/reservations/" + id).then(),
        404,
        "reservation-not-found");
  }

  @Test
  void answers503WhenARecordCannotBeRead() {
    reservations.failWith(InMemoryReservations.away());

    problem(
            given().get("/reservations/" + ReservationId.random()).then(),
            503,
            "engine-unavailable")
        .header("Retry-After", "5");
  }

  private void sagasEndWith(ReservationStatus status) {
    sagas.whileWaiting(
        id -> {
          Reservation record = reservations.all().get(0);
          reservations.put(
              status.isOpen()
                  ? Samples.record(id, status)
                  : record.settle(Samples.outcome(status), record.createdAt().plusSeconds(1)));
          if (!status.isOpen()) {
            sagas.workflow(id, Sagas.Phase.COMPLETED, Samples.CONFIRMED);
          }
        });
  }

  private static ValidatableResponse reserve(String key) {
    return post(json().header("Idempotency-Key", key), "/reservations", SEED);
  }

  private static RequestSpecification json() {
    return given().contentType(ContentType.JSON);
  }

  private static ValidatableResponse post(String path, String body) {
    return post(json(), path, body);
  }

  private static ValidatableResponse post(RequestSpecification request, String path, String body) {
    return request.body(body).post(path).then();
  }

  private static ValidatableResponse problem(ValidatableResponse answer, int status, String code) {
    return Problems.check(answer, status, code);
  }
}
