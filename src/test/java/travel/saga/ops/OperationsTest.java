package travel.saga.ops;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasKey;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.http.ContentType;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Locale;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import travel.saga.api.WithoutEngine;
import travel.saga.dapr.SwitchableWorker;
import travel.saga.reservation.InMemoryReservations;
import travel.saga.reservation.ReservationId;
import travel.saga.reservation.ReservationSettled;
import travel.saga.reservation.ReservationStatus;
import travel.saga.reservation.Samples;
import travel.saga.reservation.ScriptedSagas;

@QuarkusTest
@TestProfile(WithoutEngine.class)
class OperationsTest {
  @Inject InMemoryReservations reservations;
  @Inject ScriptedSagas sagas;
  @Inject SwitchableWorker worker;
  @Inject ReservationMeters meters;
  @Inject Sweep sweep;
  @Inject Event<ReservationSettled> settled;

  @BeforeEach
  void clear() {
    reservations.clear();
    sagas.clear();
    worker.connected(true);
  }

  @Test
  void isReadyOnlyWhileTheWorkerIsConnected() {
    given().get("/q/health/ready").then().statusCode(200);
    assertThat(value("reservations_worker_connected")).isEqualTo(1);

    worker.connected(false);

    given()
        .get("/q/health/ready")
        .then()
        .statusCode(503)
        .body("checks.find { it.name == 'worker' }.data.detail", equalTo("waits for the engine"));
    assertThat(value("reservations_worker_connected")).isZero();
    given().get("/q/health/live").then().statusCode(200);
    given().get("/q/health/started").then().statusCode(200);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "reservations_started_total",
        "reservations_finished_total{outcome=\"confirmed\"}",
        "reservations_finished_total{outcome=\"rejected\"}",
        "reservations_finished_total{outcome=\"cancelled\"}",
        "reservations_finished_total{outcome=\"attention\"}",
        "reservations_duration_seconds_bucket{le=\"0.25\"}",
        "reservations_duration_seconds_count",
        "reservations_in_flight",
        "reservations_attention",
        "reservations_oldest_open_age_seconds",
        "reservations_worker_connected"
      })
  void showsEveryMeterFromTheStart(String meter) {
    assertThat(value(meter)).isNotNegative();
  }

  @Test
  void countsWhatIsStarted() {
    double before = value("reservations_started_total");

    given()
        .contentType(ContentType.JSON)
        .body("{\"first_name\":\"A\",\"last_name\":\"L\",\"location\":\"O\"}")
        .post("/reservations")
        .then()
        .statusCode(202);

    assertThat(value("reservations_started_total")).isEqualTo(before + 1);
  }

  @ParameterizedTest
  @EnumSource(names = {"CONFIRMED", "REJECTED", "CANCELLED", "ATTENTION"})
  void countsWhatIsFinishedAndHowLongItTook(ReservationStatus status) {
    String meter =
        "reservations_finished_total{outcome=\"" + status.name().toLowerCase(Locale.ROOT) + "\"}";
    double finished = value(meter);
    double timed = value("reservations_duration_seconds_count");

    settle(
        status == ReservationStatus.CANCELLED
            ? ReservationStatus.CANCELLING
            : ReservationStatus.PENDING,
        status);

    assertThat(value(meter)).isEqualTo(finished + 1);
    assertThat(value("reservations_duration_seconds_count"))
        .isEqualTo(status == ReservationStatus.CANCELLED ? timed : timed + 1);
  }

  @Test
  void gaugesKeepTheirLastValuesWhileTheStoreIsAway() {
    reservations.put(Samples.record(new ReservationId("r-1"), ReservationStatus.PENDING));
    reservations.put(Samples.record(new ReservationId("r-2"), ReservationStatus.ATTENTION));
    reservations.put(Samples.record(new ReservationId("r-3"), ReservationStatus.CONFIRMED));

    meters.refresh().toCompletableFuture().join();
    reservations.failWith(InMemoryReservations.away());
    meters.refresh().toCompletableFuture().join();

    assertThat(value("reservations_in_flight")).isEqualTo(1);
    assertThat(value("reservations_attention")).isEqualTo(1);
  }

  @Test
  void theSweepTellsTheAgeOfTheOldest() {
    reservations.put(Samples.record(new ReservationId("r-1"), ReservationStatus.PENDING));

    sweep.run().toCompletableFuture().join();

    assertThat(value("reservations_oldest_open_age_seconds")).isPositive();
    reservations.clear();
    sweep.run().toCompletableFuture().join();
    assertThat(value("reservations_oldest_open_age_seconds")).isZero();
  }

  @Test
  void theSweepOutlivesAnEngineThatIsAway() {
    reservations.put(Samples.record(new ReservationId("r-1"), ReservationStatus.PENDING));
    reservations.failWith(InMemoryReservations.away());
    sweep.run().toCompletableFuture().join();
    reservations.failWith(null);

    sweep.run().toCompletableFuture().join();

    assertThat(sagas.started()).containsExactly(new ReservationId("r-1"));
  }

  @Test
  void describesItself() {
    given()
        .accept(ContentType.JSON)
        .get("/q/openapi")
        .then()
        .statusCode(200)
        .body("paths", hasKey("/reserveFlight"))
        .body("components.schemas.ReservationRequest.properties", hasKey("first_name"))
        .body("components.schemas.ReservationView.properties", hasKey("reservation_id"));
    given().get("/q/swagger-ui/").then().statusCode(200).body(containsString("Swagger"));
  }

  @ParameterizedTest
  @EnumSource(names = {"REJECTED", "CANCELLED", "ATTENTION"})
  void timesTheFirstOutcomeAlone(ReservationStatus status) {
    double timed = value("reservations_duration_seconds_count");

    settle(ReservationStatus.CANCELLING, status);
    settle(ReservationStatus.ATTENTION, status);

    assertThat(value("reservations_duration_seconds_count")).isEqualTo(timed);
  }

  private void settle(ReservationStatus before, ReservationStatus status) {
    settled.fire(
        new ReservationSettled(
            before,
            Samples.record(new ReservationId("r-1"), ReservationStatus.PENDING)
                .settle(Samples.outcome(status), Samples.START.plus(Duration.ofSeconds(2)))));
  }

  private static double value(String meter) {
    return given()
        .get("/q/metrics")
        .then()
        .statusCode(200)
        .extract()
        .asString()
        .lines()
        .filter(line -> line.startsWith(meter + " "))
        .mapToDouble(line -> Double.parseDouble(line.substring(meter.length())))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no meter " + meter));
  }
}
