package travel.saga.console;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import travel.saga.access.ConsoleProfile;
import travel.saga.execution.ExecutionSamples;
import travel.saga.execution.ExecutionStatus;
import travel.saga.execution.ScriptedExecutions;
import travel.saga.execution.StepStatus;
import travel.saga.reservation.InMemoryReservations;
import travel.saga.reservation.ReservationId;
import travel.saga.reservation.ReservationStatus;
import travel.saga.reservation.Samples;
import travel.saga.reservation.ScriptedSagas;

/** What pages of others make a browser send changes nothing, whatever cookies come with it. */
@QuarkusTest
@TestProfile(ConsoleProfile.class)
class ForgedActionsTest {
  private static final ReservationId STUCK = ReservationId.random();
  private static final ReservationId DEAD = ReservationId.random();
  private static final ReservationId CONFIRMED = ReservationId.random();
  private static final String COOKIE = "reservations_session";

  @Inject ScriptedExecutions executions;
  @Inject InMemoryReservations reservations;
  @Inject ScriptedSagas sagas;

  @BeforeEach
  void stand() {
    executions.clear();
    reservations.clear();
    sagas.clear();
    sagas.whileRerunning(
        begun -> executions.put(ExecutionSamples.saga(begun.value(), ExecutionStatus.RUNNING)));
    reservations.put(Samples.record(STUCK, ReservationStatus.ATTENTION));
    reservations.put(Samples.record(DEAD, ReservationStatus.PENDING));
    reservations.put(Samples.record(CONFIRMED, ReservationStatus.CONFIRMED));
    executions.put(ExecutionSamples.saga(STUCK.value(), ExecutionStatus.COMPLETED));
    executions.put(ExecutionSamples.saga(CONFIRMED.value(), ExecutionStatus.COMPLETED));
    executions.put(ExecutionSamples.saga("running", ExecutionStatus.RUNNING));
    executions.put(ExecutionSamples.saga("suspended", ExecutionStatus.SUSPENDED));
    executions.put(
        ExecutionSamples.saga(
            DEAD.value(),
            ExecutionStatus.FAILED,
            ExecutionSamples.step("reserve-flight", 0, StepStatus.COMPLETED)));
  }

  static Stream<String> actions() {
    return Stream.of(
            "running/suspend",
            "suspended/resume",
            "running/terminate",
            DEAD + "/rerun",
            CONFIRMED + "/purge",
            CONFIRMED + "/cancel",
            STUCK + "/compensations/cancel-car/retry",
            STUCK + "/compensations/cancel-car/settle")
        .map(path -> "/console/executions/" + path);
  }

  @ParameterizedTest
  @MethodSource("actions")
  void changesNothingWithoutAFormOfThisSession(String path) {
    String session = login();
    HtmlForm form = HtmlForm.of(browser(session).get(path));
    HtmlForm ofAnother = HtmlForm.of(browser(login()).get(path));
    var before = reservations.all();

    refused(browser(session).header("Origin", "https://evil.example"), form);
    refused(browser(session).header("Origin", "null"), form);
    refused(browser(session).header("Sec-Fetch-Site", "cross-site"), form);
    refused(browser(session).header("Sec-Fetch-Site", "same-site"), form);
    refused(browser(session), ofAnother);
    refused(browser(session), form.with("csrf", ""));
    refused(browser(session), form.with("csrf", "made-up"));
    refused(browser(session), new HtmlForm(path, Map.of("reason", "x"), form.options()));
    // Neither a token without its session nor a link does anything.
    assertThat(form.send(browser("made-up")).header("Location")).startsWith("/console/login?");
    assertThat(browser(session).queryParams(form.fields()).get(path).statusCode()).isEqualTo(200);

    assertThat(executions.told()).isEmpty();
    assertThat(reservations.all()).isEqualTo(before);
    assertThat(form.send(browser(session)).statusCode()).as("its own").isEqualTo(303);
  }

  private static void refused(RequestSpecification browser, HtmlForm form) {
    Response answer = form.send(browser);
    assertThat(answer.statusCode()).as(answer.asString()).isEqualTo(403);
    assertThat(answer.contentType()).startsWith("text/html");
  }

  private static String login() {
    return given()
        .redirects()
        .follow(false)
        .formParam("token", ConsoleProfile.TOKEN)
        .post("/console/login")
        .cookie(COOKIE);
  }

  private static RequestSpecification browser(String session) {
    return given().accept("text/html,*/*").redirects().follow(false).cookie(COOKIE, session);
  }
}
