package travel.saga.api;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasKey;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.quarkus.test.security.TestSecurity;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import travel.saga.execution.ExecutionPage;
import travel.saga.execution.ExecutionQuery;
import travel.saga.execution.ExecutionSamples;
import travel.saga.execution.ExecutionStatus;
import travel.saga.execution.HistoryEvent;
import travel.saga.execution.ScriptedExecutions;
import travel.saga.execution.StepStatus;
import travel.saga.execution.UnlistableException;
import travel.saga.reservation.InMemoryReservations;
import travel.saga.reservation.MalformedCursorException;
import travel.saga.reservation.ReservationId;
import travel.saga.reservation.ReservationStatus;
import travel.saga.reservation.Samples;

@QuarkusTest
@TestProfile(WithoutEngine.class)
@TestSecurity(user = "somebody", roles = "operator")
class ExecutionResourceTest {
  @Inject ScriptedExecutions executions;
  @Inject InMemoryReservations reservations;

  @BeforeEach
  void clear() {
    executions.clear();
    reservations.clear();
  }

  @Test
  void listsAPageAndLinksTheNext() {
    executions.listing(
        new ExecutionPage(
            List.of(
                ExecutionSamples.summary("b", ExecutionStatus.RUNNING),
                ExecutionSamples.summary("a~undo-1", ExecutionStatus.FAILED)),
            "c2"));

    get("/executions?status=FAILED&workflow=reservation&q=a%26b&limit=2&cursor=c1")
        .statusCode(200)
        .header("Cache-Control", "no-store")
        .header(
            "Link",
            equalTo(
                "</executions?status=FAILED&workflow=reservation&q=a%26b&limit=2&cursor=c2>;"
                    + " rel=\"next\""))
        .body("executions.id", contains("b", "a~undo-1"))
        .body("executions.status", contains("RUNNING", "FAILED"))
        .body("executions[0].workflow", equalTo("reservation"))
        .body("executions[0].created_at", equalTo("2026-03-01T10:00:00Z"))
        .body("executions[0]", not(hasKey("ended_at")))
        .body("next", equalTo("c2"));
    assertThat(executions.queries())
        .containsExactly(new ExecutionQuery(ExecutionStatus.FAILED, "reservation", "a&b", "c1", 2));
  }

  @Test
  void takesWhatIsEmptyForAbsent() {
    get("/executions?status=&workflow=&q=&limit=&cursor=")
        .statusCode(200)
        .body("executions", equalTo(List.of()))
        .body("$", not(hasKey("next")))
        .header("Link", nullValue());
    assertThat(executions.queries())
        .containsExactly(new ExecutionQuery(null, null, null, null, 50));
  }

  @ParameterizedTest
  @CsvSource({
    "status=failed, status",
    "status=NOTHING, status",
    "limit=0, limit",
    "limit=201, limit",
    "limit=-1, limit",
    "limit=99999999999, limit",
    "limit=x, limit",
  })
  void namesTheParameterThatIsWrong(String query, String field) {
    problem(get("/executions?" + query), 400, "invalid-request")
        .body("violations.field", contains(field));
  }

  @Test
  void tellsWhatTheEngineCannotListBy() {
    executions.failWith(new UnlistableException("status", "must be RUNNING or COMPLETED"));
    problem(get("/executions?status=FAILED"), 400, "invalid-request")
        .body("violations.field", contains("status"))
        .body("violations.message", contains("must be RUNNING or COMPLETED"));

    executions.failWith(new MalformedCursorException());
    problem(get("/executions?cursor=x"), 400, "invalid-request")
        .body("violations.field", contains("cursor"));
  }

  @Test
  void showsEveryStepWithWhatWentInAndOut() {
    String id = ReservationId.random().value();
    reservations.put(Samples.record(new ReservationId(id), ReservationStatus.PENDING));
    executions.put(
        ExecutionSamples.saga(
            id,
            ExecutionStatus.RUNNING,
            ExecutionSamples.undone("reserve-flight", 0, StepStatus.COMPLETED, "cancel-flight"),
            ExecutionSamples.step("reserve-car", 1, StepStatus.FAILED),
            ExecutionSamples.compensation("cancel-flight", 2, StepStatus.RUNNING)));

    get("/executions/" + id)
        .statusCode(200)
        .body("id", equalTo(id))
        .body("status", equalTo("RUNNING"))
        .body("input.a", equalTo(1))
        .body("reservation.reservation_id", equalTo(id))
        .body("reservation.status", equalTo("PENDING"))
        .body("reservation", not(hasKey("open_compensations")))
        .body("steps.name", contains("reserve-flight", "reserve-car", "cancel-flight"))
        .body("steps.compensation", contains(false, false, true))
        .body("steps[0].undone_by", equalTo("cancel-flight"))
        .body("steps[0].attempts[0].attempt", equalTo(1))
        .body("steps[0].attempts[0].input.attempt", equalTo(1))
        .body("steps[0].attempts[0].output.reference", equalTo("R"))
        .body("steps[0].started_at", equalTo("2026-03-01T10:00:00Z"))
        .body("steps[0].ended_at", equalTo("2026-03-01T10:00:01Z"))
        .body("steps[1].attempts[0].error.message", equalTo("It broke."))
        .body("steps[2]", not(hasKey("ended_at")));
  }

  @Test
  void showsWhatIsOpenWhereThereIsAReservationAtAttentionAndNothingElsewhere() {
    ReservationId id = ReservationId.random();
    reservations.put(
        Samples.record(id, ReservationStatus.PENDING)
            .settle(Samples.outcome(ReservationStatus.ATTENTION), Samples.START));
    executions.put(ExecutionSamples.saga(id + "~undo-1", ExecutionStatus.COMPLETED));
    executions.put(ExecutionSamples.saga("x", ExecutionStatus.COMPLETED));

    get("/executions/" + id + "~undo-1")
        .body("reservation.status", equalTo("ATTENTION"))
        .body("reservation.open_compensations.name", contains("cancel-car"));
    get("/executions/x").statusCode(200).body("$", not(hasKey("reservation")));
  }

  @Test
  void showsWhatAnotherExecutionHasUndone() {
    ReservationId id = ReservationId.random();
    reservations.put(Samples.record(id, ReservationStatus.CONFIRMED).cancel(Samples.START));
    executions.put(
        ExecutionSamples.saga(
            id.value(),
            ExecutionStatus.COMPLETED,
            ExecutionSamples.step("reserve-flight", 0, StepStatus.COMPLETED),
            ExecutionSamples.step("reserve-car", 1, StepStatus.COMPLETED),
            ExecutionSamples.step("notify-success", 2, StepStatus.COMPLETED)));
    executions.put(
        ExecutionSamples.saga(
            id + "~undo-1",
            ExecutionStatus.RUNNING,
            ExecutionSamples.compensation("cancel-car", 0, StepStatus.COMPLETED),
            ExecutionSamples.compensation("cancel-flight", 1, StepStatus.RUNNING)));

    get("/executions/" + id)
        .statusCode(200)
        .body("reservation.status", equalTo("CANCELLING"))
        .body("steps.undone_by", contains(null, "cancel-car", null));
    get("/executions/" + id + "~undo-1").body("steps.undone_by", contains(null, null));
  }

  @Test
  void showsWhatARerunHasUndone() {
    ReservationId id = ReservationId.random();
    reservations.put(
        Samples.record(id, ReservationStatus.PENDING).rerun(Samples.RERUN, Samples.START));
    executions.put(
        ExecutionSamples.saga(
            id.value(),
            ExecutionStatus.TERMINATED,
            ExecutionSamples.step("reserve-flight", 0, StepStatus.COMPLETED)));
    executions.put(
        ExecutionSamples.saga(
            id + "~run-1",
            ExecutionStatus.RUNNING,
            ExecutionSamples.step("reserve-flight", 0, StepStatus.COMPLETED),
            ExecutionSamples.step("reserve-car", 1, StepStatus.REFUSED),
            ExecutionSamples.compensation("cancel-flight", 2, StepStatus.COMPLETED)));

    get("/executions/" + id).body("steps.undone_by", contains("cancel-flight"));
  }

  @Test
  void pagesThroughTheRawEvents() {
    executions.put(
        ExecutionSamples.saga("x", ExecutionStatus.RUNNING),
        IntStream.range(0, 5).mapToObj(ExecutionResourceTest::event).toArray(HistoryEvent[]::new));

    get("/executions/x/history")
        .statusCode(200)
        .body("events.number", contains(0, 1, 2, 3, 4))
        .body("events[3].type", equalTo("TaskScheduled"))
        .body("events[3].at", equalTo("2026-03-01T10:00:00Z"))
        .body("events[3].event.taskScheduled.name", equalTo("step-3"))
        .body("$", not(hasKey("next")));
    get("/executions/x/history?limit=2&cursor=1")
        .body("events.number", contains(1, 2))
        .body("next", equalTo("3"));
    get("/executions/x/history?limit=2&cursor=3")
        .body("events.number", contains(3, 4))
        .body("$", not(hasKey("next")));
    get("/executions/x/history?cursor=7").statusCode(200).body("events", equalTo(List.of()));
    problem(get("/executions/x/history?cursor=-1"), 400, "invalid-request");
    problem(get("/executions/x/history?limit=1001"), 400, "invalid-request");
  }

  private static HistoryEvent event(int number) {
    return new HistoryEvent(
        number,
        "TaskScheduled",
        ExecutionSamples.START,
        "{\"taskScheduled\":{\"name\":\"step-" + number + "\"}}");
  }

  @Test
  void readsIdsWithOddCharacters() {
    executions.put(ExecutionSamples.saga("a/b?c#d e%~ü", ExecutionStatus.RUNNING));

    get("/executions/a%2Fb%3Fc%23d%20e%25~%C3%BC")
        .statusCode(200)
        .body("id", equalTo("a/b?c#d e%~ü"));
    get("/executions/a%2Fb%3Fc%23d%20e%25~%C3%BC/history").statusCode(200);
  }

  @Test
  void tellsThatThereIsNone() {
    problem(get("/executions/nobody"), 404, "execution-not-found");
    problem(get("/executions/nobody/history"), 404, "execution-not-found");
    problem(get("/executions/..%2f.."), 404, "execution-not-found");
  }

  @Test
  void answers503WhileTheEngineIsAway() {
    executions.failWith(InMemoryReservations.away());

    for (String path : List.of("/executions", "/executions/x", "/executions/x/history")) {
      problem(get(path), 503, "engine-unavailable").header("Retry-After", "5");
    }
  }

  @Test
  void changesNothing() {
    for (String path : List.of("/executions", "/executions/x", "/executions/x/history")) {
      given().post(path).then().statusCode(405).header("Allow", containsString("GET"));
      given().delete(path).then().statusCode(405);
    }
  }

  private static ValidatableResponse get(String path) {
    return given().urlEncodingEnabled(false).get(path).then();
  }

  private static ValidatableResponse problem(ValidatableResponse answer, int status, String code) {
    return Problems.check(answer, status, code);
  }
}
