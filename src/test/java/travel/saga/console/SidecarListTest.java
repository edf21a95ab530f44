package travel.saga.console;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.not;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import travel.saga.access.ConsoleProfile;
import travel.saga.execution.ExecutionCounts;
import travel.saga.execution.ExecutionStatus;
import travel.saga.execution.ScriptedExecutions;
import travel.saga.execution.UnlistableException;
import travel.saga.reservation.Samples;

/** A sidecar lists no executions: what cannot be told is not offered. */
@QuarkusTest
@TestProfile(OnSidecar.class)
class SidecarListTest {
  @Inject ScriptedExecutions executions;

  @BeforeEach
  void clear() {
    executions.clear();
  }

  @Test
  void offersWhatRecordsTell() {
    executions.counting(
        new ExecutionCounts(Map.of(ExecutionStatus.COMPLETED, 7L), 0, 0, Samples.START));

    page("")
        .statusCode(200)
        .body(containsString("<option value=\"attention\">"))
        .body(containsString("<option value=\"completed\">"))
        .body(not(containsString("suspended")))
        .body(not(containsString("name=\"workflow\"")))
        .body(containsString("What has ended is counted from <time datetime=\"2026-03-01T10:00"));
  }

  @Test
  void saysWhyWhereSomebodyAsksAllTheSame() {
    executions.refuseLists(new UnlistableException("status", "must be RUNNING or COMPLETED"));

    page("?status=failed&workflow=compensation")
        .statusCode(400)
        .body(containsString("<option value=\"failed\" selected>"))
        .body(containsString("Status must be RUNNING or COMPLETED"))
        .body(containsString("value=\"compensation\""));
  }

  private static ValidatableResponse page(String query) {
    return given()
        .accept("text/html")
        .header("Authorization", "Bearer " + ConsoleProfile.TOKEN)
        .get("/console" + query)
        .then();
  }
}
