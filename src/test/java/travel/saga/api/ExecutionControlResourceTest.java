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
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import travel.saga.execution.ExecutionSamples;
import travel.saga.execution.ExecutionStatus;
import travel.saga.execution.ScriptedExecutions;
import travel.saga.reservation.InMemoryReservations;
import travel.saga.reservation.ReservationId;
import travel.saga.reservation.ReservationStatus;
import travel.saga.reservation.Samples;

@QuarkusTest
@TestProfile(WithoutEngine.class)
@TestSecurity(user = "somebody", roles = "operator")
class ExecutionControlResourceTest {
  @Inject ScriptedExecutions executions;
  @Inject InMemoryReservations reservations;

  @BeforeEach
  void clear() {
    executions.clear();
    reservations.clear();
  }

  @Test
  void suspendsAndResumes() {
    executions.put(ExecutionSamples.saga("x", ExecutionStatus.RUNNING));

    post("/executions/x/suspend", "{\"reason\":\" a pause \"}")
        .statusCode(202)
        .body("id", equalTo("x"))
        .body("status", equalTo("SUSPENDED"))
        .body("$", not(hasKey("note")));
    post("/executions/x/suspend", "{}").statusCode(202).body("status", equalTo("SUSPENDED"));
    post("/executions/x/resume", "{}").statusCode(202).body("status", equalTo("RUNNING"));
    post("/executions/x/resume", "{}").statusCode(202).body("status", equalTo("RUNNING"));

    assertThat(executions.told())
        .as("another word may be on its way to it")
        .containsExactly("suspend x a pause", "suspend x null", "resume x null", "resume x null");
  }

  @Test
  void terminatesAndSaysThatNothingIsUndone() {
    executions.put(ExecutionSamples.saga("x", ExecutionStatus.RUNNING));

    post("/executions/x/terminate", "{\"reason\":\"enough\"}")
        .statusCode(202)
        .body("status", equalTo("TERMINATED"))
        .body("note", containsString("Nothing was undone"));
    assertThat(executions.told()).containsExactly("terminate x enough");
  }

  /** As whoever has not heard the first answer does. */
  @Test
  void answersARepeatedTerminateAsTheFirst() {
    executions.put(ExecutionSamples.saga("x", ExecutionStatus.TERMINATED));

    post("/executions/x/terminate", "{}")
        .statusCode(202)
        .body("status", equalTo("TERMINATED"))
        .body("note", containsString("Nothing was undone"));
    assertThat(executions.told()).isEmpty();
  }

  @Test
  void needsNoBody() {
    executions.put(ExecutionSamples.saga("x", ExecutionStatus.RUNNING));

    given().noContentType().post("/executions/x/suspend").then().statusCode(202);
    given().contentType(ContentType.JSON).post("/executions/x/resume").then().statusCode(202);
    given().noContentType().post("/executions/x/terminate").then().statusCode(202);
    given().noContentType().post("/executions/x/purge").then().statusCode(204);
  }

  @Test
  void takesBlanksForNoJson() {
    executions.put(ExecutionSamples.saga("x", ExecutionStatus.COMPLETED));

    problem(post("/executions/x/purge", "\t"), 400, "invalid-request");
    assertThat(executions.told()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"suspend", "resume", "terminate"})
  void leavesWhatHasEndedAlone(String action) {
    executions.put(ExecutionSamples.saga("x", ExecutionStatus.COMPLETED));

    problem(post("/executions/x/" + action, "{}"), 409, "conflict")
        .body("detail", containsString("COMPLETED"));
    assertThat(executions.told()).isEmpty();
  }

  @Test
  void purgesWhatHasEndedAndIsSettled() {
    ReservationId id = ReservationId.random();
    reservations.put(Samples.record(id, ReservationStatus.CONFIRMED));
    executions.put(ExecutionSamples.saga(id.value(), ExecutionStatus.COMPLETED));

    post("/executions/" + id + "/purge", "{}").statusCode(204);

    assertThat(executions.told()).containsExactly("purge " + id);
    assertThat(reservations.all()).hasSize(1);
    problem(post("/executions/" + id + "/purge", "{}"), 404, "execution-not-found");
  }

  @ParameterizedTest
  @EnumSource(names = {"PENDING", "CANCELLING", "ATTENTION"})
  void keepsTheExecutionsOfAReservationThatIsNotSettled(ReservationStatus status) {
    ReservationId id = ReservationId.random();
    reservations.put(Samples.record(id, status));
    executions.put(ExecutionSamples.saga(id + "~undo-1", ExecutionStatus.FAILED));

    problem(post("/executions/" + id + "~undo-1/purge", "{}"), 409, "conflict")
        .body("detail", containsString(status.name()));
    assertThat(executions.told()).isEmpty();
  }

  @Test
  void keepsAnExecutionThatRuns() {
    executions.put(ExecutionSamples.saga("x", ExecutionStatus.SUSPENDED));

    problem(post("/executions/x/purge", "{}"), 409, "conflict");
    assertThat(executions.told()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"suspend", "resume", "terminate", "purge", "rerun"})
  void tellsWhatIsNotThereOrWrongOrAway(String action) {
    String path = "/executions/x/" + action;
    problem(post(path, "{}"), 404, "execution-not-found");
    problem(post(path, "{\"reason\":7}"), 400, "invalid-request");
    problem(post(path, "{\"reason\":\"\"}"), 400, "invalid-request")
        .body("violations.field", contains("reason"));
    problem(post(path, "nothing"), 400, "invalid-request");
    given().contentType(ContentType.TEXT).body("x").post(path).then().statusCode(415);
    given().get(path).then().statusCode(405);

    executions.failWith(InMemoryReservations.away());
    problem(post(path, "{}"), 503, "engine-unavailable")
        .body("detail", containsString("Repeat the call"));
  }

  private static ValidatableResponse post(String path, String body) {
    return given().contentType(ContentType.JSON).body(body).post(path).then();
  }

  private static ValidatableResponse problem(ValidatableResponse answer, int status, String code) {
    return Problems.check(answer, status, code);
  }
}
