package travel.saga.console;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import travel.saga.api.WithoutEngine;
import travel.saga.execution.ExecutionSamples;
import travel.saga.execution.ExecutionStatus;
import travel.saga.execution.ScriptedExecutions;
import travel.saga.execution.StepStatus;
import travel.saga.reservation.Bookings;
import travel.saga.reservation.InMemoryReservations;
import travel.saga.reservation.Reservation;
import travel.saga.reservation.ReservationId;
import travel.saga.reservation.ReservationStatus;
import travel.saga.reservation.Sagas;
import travel.saga.reservation.Samples;
import travel.saga.reservation.ScriptedSagas;
import travel.saga.reservation.WorkflowId;

/** What operators do by forms alone, as with a browser that runs no script. */
@QuarkusTest
@TestProfile(WithoutEngine.class)
class ConsoleActionsTest {
  private static final ReservationId ID = ReservationId.random();
  private static final String PAGE = "/console/executions/" + ID;

  @Inject ScriptedExecutions executions;
  @Inject InMemoryReservations reservations;
  @Inject ScriptedSagas sagas;

  @BeforeEach
  void clear() {
    executions.clear();
    reservations.clear();
    sagas.clear();
    sagas.whileRerunning(
        begun -> executions.put(ExecutionSamples.saga(begun.value(), ExecutionStatus.RUNNING)));
  }

  @Test
  void suspendsAndResumes() {
    stands(ExecutionStatus.RUNNING, ReservationStatus.PENDING);

    Response suspended = form("Suspend").with("reason", " a pause ").send(browser());
    leadsTo(suspended, PAGE + "?done=suspend", "The execution was told to pause.");
    Response resumed = form("Resume").send(browser());
    leadsTo(resumed, PAGE + "?done=resume", "The execution was told to go on.");

    assertThat(executions.told())
        .containsExactly("suspend " + ID + " a pause", "resume " + ID + " null");
  }

  @Test
  void terminatesAndSaysBeforeAndAfterwardsThatNothingIsUndone() {
    stands(ExecutionStatus.RUNNING, ReservationStatus.PENDING);

    assertThat(follow("Terminate").asString())
        .contains("It undoes nothing")
        .contains("href=\"" + PAGE + "/cancel\"");
    leadsTo(
        form("Terminate").with("reason", "enough").send(browser()),
        PAGE + "?done=terminate",
        "Nothing was undone.");

    assertThat(executions.told()).containsExactly("terminate " + ID + " enough");
  }

  @Test
  void cancelsAReservationThatIsConfirmed() {
    stands(ExecutionStatus.COMPLETED, ReservationStatus.CONFIRMED);

    leadsTo(
        form("Cancel the reservation").send(browser()),
        PAGE + "?done=cancel",
        "The cancel is stored");

    assertThat(record().status()).isEqualTo(ReservationStatus.CANCELLING);
    assertThat(sagas.undone()).hasSize(1);
  }

  @Test
  void rerunsFromTheStepThatIsChosenAndLeadsToTheNewExecution() {
    stands(ExecutionStatus.FAILED, ReservationStatus.PENDING);

    HtmlForm form = form("Rerun");
    assertThat(form.options()).containsExactly("reserve-car", "reserve-flight");
    Response first = form.with("step", "reserve-flight").send(browser());

    leadsTo(first, PAGE + "~run-1?done=rerun", "This execution goes on where another one ended.");
    assertThat(sagas.reruns()).containsExactly(ID + "~run-1 " + ID + " 0");
    assertThat(form.with("step", "reserve-flight").send(browser()).header("Location"))
        .as("sent twice")
        .isEqualTo(first.header("Location"));
    refused(form.with("step", "reserve-car").send(browser()), 409, "not the one", PAGE);
  }

  @Test
  void purgesAndLeadsToTheList() {
    stands(ExecutionStatus.COMPLETED, ReservationStatus.CONFIRMED);

    HtmlForm form = form("Purge");
    leadsTo(form.send(browser()), "/console?done=purge", "The execution was purged.");

    assertThat(executions.told()).containsExactly("purge " + ID);
    assertThat(form.send(browser()).statusCode()).isEqualTo(404);
  }

  @Test
  void retriesACompensationOnce() {
    stands(ExecutionStatus.COMPLETED, ReservationStatus.ATTENTION);

    HtmlForm form = form("Retry");
    leadsTo(form.send(browser()), PAGE + "?done=retry", "The compensation is being tried again.");
    leadsTo(form.send(browser()), PAGE + "?done=retry", "href=\"" + PAGE + "~undo-1\"");

    assertThat(sagas.undone()).hasSize(1);
  }

  @Test
  void settlesACompensationOnce() {
    stands(ExecutionStatus.COMPLETED, ReservationStatus.ATTENTION);

    assertThat(follow("Settle").asString()).contains("It undoes nothing and calls nobody.");
    HtmlForm form = form("Settle");
    leadsTo(form.send(browser()), PAGE + "?done=settle", "as done by hand.");
    leadsTo(form.send(browser()), PAGE + "?done=settle", "as done by hand.");

    assertThat(record().status()).isEqualTo(ReservationStatus.REJECTED);
    assertThat(sagas.announced()).hasSize(1);
  }

  @Test
  void settlesNothingThatIsBeingTried() {
    stands(ExecutionStatus.COMPLETED, ReservationStatus.ATTENTION);
    form("Retry").send(browser());

    assertThat(follow("Settle").asString()).contains("look there first");
    refused(form("Settle").send(browser()), 409, ID + "~undo-1 tries it", PAGE);

    sagas.workflow(new WorkflowId(ID + "~undo-1"), Sagas.Phase.DIED, Bookings.NONE);
    assertThat(form("Settle").send(browser()).statusCode()).isEqualTo(303);
  }

  @ParameterizedTest
  @CsvSource({
    "RUNNING, PENDING, resume, It is not SUSPENDED.",
    "SUSPENDED, PENDING, suspend, It is SUSPENDED already.",
    "COMPLETED, CONFIRMED, suspend, The execution has ended: it is COMPLETED.",
    "COMPLETED, CONFIRMED, resume, The execution has ended: it is COMPLETED.",
    "COMPLETED, CONFIRMED, terminate, The execution has ended: it is COMPLETED.",
    "COMPLETED, CONFIRMED, rerun, One that has FAILED or was TERMINATED can be rerun.",
    "FAILED, REJECTED, rerun, The reservation is REJECTED.",
    "RUNNING, PENDING, purge, terminate ends it.",
    "COMPLETED, ATTENTION, purge, can be purged when it has been settled.",
    "COMPLETED, REJECTED, cancel, there is nothing to cancel.",
    "COMPLETED, ATTENTION, cancel, retry or settle what is still open."
  })
  void doesNotAskWhereItMakesNoSense(
      ExecutionStatus status, ReservationStatus reservation, String action, String why) {
    stands(status, reservation);

    assertThat(page().asString()).doesNotContain(PAGE + "/" + action + "\"");
    refused(browser().get(PAGE + "/" + action), 409, why, PAGE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"suspend", "terminate", "purge", "rerun"})
  void refusesWhatHasBecomeWrongSinceItAsked(String action) {
    stands(ExecutionStatus.RUNNING, ReservationStatus.PENDING);
    HtmlForm form = form("Suspend");
    stands(
        action.equals("suspend") || action.equals("terminate")
            ? ExecutionStatus.COMPLETED
            : ExecutionStatus.RUNNING,
        ReservationStatus.PENDING);

    HtmlForm late = new HtmlForm(PAGE + "/" + action, form.fields(), form.options());

    refused(late.send(browser()), 409, "The execution", PAGE);
    assertThat(executions.told()).isEmpty();
  }

  @Test
  void refusesACancelThatCameTooLate() {
    stands(ExecutionStatus.RUNNING, ReservationStatus.PENDING);
    HtmlForm form = form("Cancel the reservation");
    stands(ExecutionStatus.COMPLETED, ReservationStatus.REJECTED);

    refused(form.send(browser()), 409, "all that it had taken is undone", PAGE);
  }

  @Test
  void refusesWhatIsNotOpenAnyMore() {
    stands(ExecutionStatus.COMPLETED, ReservationStatus.ATTENTION);
    HtmlForm form = form("Retry");
    String other = PAGE + "/compensations/refund-payment/retry";
    refused(browser().get(other), 404, "", PAGE);
    refused(new HtmlForm(other, form.fields(), form.options()).send(browser()), 404, "", PAGE);

    stands(ExecutionStatus.COMPLETED, ReservationStatus.CONFIRMED);
    refused(form.send(browser()), 409, "It is CONFIRMED", PAGE);
    refused(browser().get(form.action()), 409, "It is CONFIRMED", PAGE);
  }

  @Test
  void doesNotKnowWhatIsNotThere() {
    stands(ExecutionStatus.RUNNING, ReservationStatus.PENDING);
    HtmlForm form = form("Suspend");

    for (String path :
        new String[] {
          "/console/executions/nobody/suspend",
          "/console/executions/nobody/cancel",
          "/console/executions/nobody/compensations/cancel-car/retry",
          PAGE + "/explode",
          PAGE + "/retry",
          PAGE + "/compensations/cancel-car/suspend"
        }) {
      assertThat(browser().get(path).statusCode()).as(path).isEqualTo(404);
      Response sent = new HtmlForm(path, form.fields(), form.options()).send(browser());
      assertThat(sent.statusCode()).as(path).isEqualTo(404);
      assertThat(sent.contentType()).startsWith("text/html");
    }
    assertThat(executions.told()).isEmpty();
  }

  @Test
  void takesNoReasonThatTheApiWouldNotTake() {
    stands(ExecutionStatus.RUNNING, ReservationStatus.PENDING);

    refused(
        form("Suspend").with("reason", "x".repeat(101)).send(browser()),
        400,
        "reason must have 1 to 100 characters",
        PAGE);
    assertThat(executions.told()).isEmpty();
  }

  @Test
  void saysThatTheEngineIsAway() {
    stands(ExecutionStatus.RUNNING, ReservationStatus.PENDING);
    HtmlForm form = form("Suspend");
    executions.failWith(InMemoryReservations.away());

    Response answer = form.send(browser());

    refused(answer, 503, "Repeat", PAGE);
    assertThat(answer.header("Retry-After")).isEqualTo("5");
  }

  @Test
  void showsNothingThatAnAddressMakesUp() {
    stands(ExecutionStatus.RUNNING, ReservationStatus.PENDING);

    assertThat(browser().get(PAGE + "?done=<script>alert(1)</script>").asString())
        .doesNotContain("alert(1)")
        .doesNotContain("class=\"notice\" role=\"status\"");
    assertThat(browser().get("/console?done=made-up").asString())
        .doesNotContain("made-up")
        .doesNotContain("class=\"notice\" role=\"status\"");
  }

  @Test
  void knowsExecutionsByWhateverIdTheyHave() {
    String id = "a b\"<c>?&#%";
    executions.put(ExecutionSamples.saga(id, ExecutionStatus.RUNNING));
    String page = "/console/executions/a%20b%22%3Cc%3E%3F%26%23%25";

    Response asked = browser().urlEncodingEnabled(false).get(page + "/suspend");
    Response sent = HtmlForm.of(asked).send(browser().urlEncodingEnabled(false));

    assertThat(asked.asString()).doesNotContain("<c>");
    assertThat(sent.header("Location")).isEqualTo(page + "?done=suspend");
    assertThat(executions.told()).containsExactly("suspend " + id + " null");
  }

  private void stands(ExecutionStatus status, ReservationStatus reservation) {
    reservations.put(Samples.record(ID, reservation));
    executions.put(
        ExecutionSamples.saga(
            ID.value(),
            status,
            ExecutionSamples.step("reserve-flight", 0, StepStatus.COMPLETED),
            ExecutionSamples.step("reserve-car", 3, StepStatus.ABANDONED)));
  }

  private Reservation record() {
    return reservations.all().get(0);
  }

  private static Response page() {
    return browser().get(PAGE);
  }

  /** By the link on the page of the execution that has this label. */
  private static Response follow(String label) {
    String page = page().asString();
    Matcher link =
        Pattern.compile(
                "<a id=\"action-[^\"]*\" class=\"button[^\"]*\" href=\"([^\"]*)\">" + label + "<")
            .matcher(page);
    assertThat(link.find()).as(label + " in " + page).isTrue();
    Response asked = browser().get(link.group(1));
    assertThat(asked.statusCode()).isEqualTo(200);
    return asked;
  }

  private static HtmlForm form(String label) {
    return HtmlForm.of(follow(label));
  }

  private static void leadsTo(Response answer, String location, String notice) {
    assertThat(answer.statusCode()).as(answer.asString()).isEqualTo(303);
    assertThat(answer.header("Location")).isEqualTo(location);
    assertThat(browser().get(location).asString())
        .contains("<p class=\"notice\" role=\"status\">")
        .contains(notice);
  }

  private static void refused(Response answer, int status, String why, String back) {
    assertThat(answer.statusCode()).isEqualTo(status);
    assertThat(answer.contentType()).startsWith("text/html");
    assertThat(answer.asString())
        .contains(why)
        .contains("<a href=\"" + back + "\">To the execution</a>");
  }

  private static RequestSpecification browser() {
    return given().accept("text/html,*/*").redirects().follow(false);
  }
}
