package travel.saga.console;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.quarkus.test.security.TestSecurity;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import travel.saga.api.WithoutEngine;
import travel.saga.execution.Execution;
import travel.saga.execution.ExecutionSamples;
import travel.saga.execution.ExecutionStatus;
import travel.saga.execution.HistoryEvent;
import travel.saga.execution.SagaPlan;
import travel.saga.execution.ScriptedExecutions;
import travel.saga.reservation.InMemoryReservations;
import travel.saga.reservation.Reservation;
import travel.saga.reservation.ReservationId;
import travel.saga.reservation.ReservationStatus;
import travel.saga.reservation.Samples;

@QuarkusTest
@TestProfile(WithoutEngine.class)
@TestSecurity(user = "somebody", roles = "operator")
class ExecutionPageTest {
  private static final Pattern POLLED =
      Pattern.compile("hx-get=\"([^\"]*)\" data-hx-trigger=\"every");
  private static final String HOSTILE = "<script>alert('x')</script>&\"{inject:csrf.token}";

  private final ReservationId id = ReservationId.random();
  private final StepSamples steps = new StepSamples(id + "-car");

  @Inject ScriptedExecutions executions;
  @Inject InMemoryReservations reservations;
  @Inject SagaPlan plan;

  @BeforeEach
  void clear() {
    executions.clear();
    executions.failWith(null);
    reservations.clear();
  }

  @Test
  void drawsTheSagaThatRuns() {
    assertThat(plan).isEqualTo(StepSamples.PLAN);
  }

  @Test
  void showsAConfirmedReservationAndRests() {
    StepSamples.FORWARD.forEach(steps::done);
    put(settled(ReservationStatus.CONFIRMED), ExecutionStatus.COMPLETED);

    String page = page(id.value());

    assertThat(page)
        .contains("<h1><span class=\"quiet\">Execution</span> <span class=\"mono\">" + id)
        .contains("<dt>Duration</dt><dd>6.00 s</dd>")
        .contains("<time datetime=\"2026-03-01T10:00:00Z\">2026-03-01 10:00:00 UTC</time>")
        .contains("aria-label=\"notify-success: Completed, 1.00 s\"")
        .contains("aria-label=\"refund-payment: Not run\"")
        .contains("412.50 EUR")
        .contains("</span> Charged</span>")
        .contains("href=\"/console/executions/" + id + "/history\"")
        .contains("href=\"/console?q=" + id + "\"")
        .contains(id + "-car-hold")
        .containsPattern("<dt>Trace</dt><dd>\\s*<span class=\"mono\">" + StepSamples.TRACE_ID)
        .doesNotContain("hx-trigger", "ATTENTION", " style=");
    assertThat(POLLED.matcher(page).find()).isFalse();
  }

  @Test
  void showsWhatWasRefusedAndUndone() {
    steps
        .done("reserve-flight", "cancel-flight")
        .refused("reserve-car", "cancel-car")
        .done("cancel-car")
        .done("cancel-flight")
        .done("notify-failure");
    put(settled(ReservationStatus.REJECTED), ExecutionStatus.COMPLETED);

    assertThat(page(id.value()))
        .contains("aria-label=\"reserve-flight: Undone, 1.00 s\"")
        .contains("aria-label=\"reserve-car: Refused, 1.00 s\"")
        .contains("no_cars: No car is left.")
        .contains("undone by cancel-car")
        .contains("<span class=\"mono\">no_seats</span>")
        .contains("No seat is left to London.")
        .doesNotContain("hx-trigger");
  }

  @Test
  void showsWhatWaitsForItsNextAttemptAndIsAskedAgain() {
    steps.done("reserve-flight").waiting("reserve-car", 2);
    put(Samples.record(id, ReservationStatus.PENDING), ExecutionStatus.RUNNING);

    String page = page(id.value());

    assertThat(page)
        .contains("Waiting</span>")
        .contains("<dt>Next attempt</dt><dd><time datetime=\"2026-03-01T10:00:12Z\">")
        .contains("<span class=\"reason\">It broke.</span>")
        .contains("<td class=\"message\">Fault: It broke.</td>")
        .contains("<title>Attempt 2: Failed, 1.00 s</title>")
        .contains("<title>Waiting, 1.00 s</title>");
    Matcher polled = POLLED.matcher(page);
    assertThat(polled.find()).isTrue();
    assertThat(polled.group(1)).startsWith("/console/executions/" + id + "?part=live&amp;seen=");
  }

  @Test
  void showsWhatAPersonHasToDo() {
    steps.done("reserve-flight", "cancel-flight").failed("reserve-car", 1).failed("cancel-car", 3);
    put(
        Samples.record(id, ReservationStatus.PENDING)
            .settle(Samples.outcome(ReservationStatus.ATTENTION), Samples.START),
        ExecutionStatus.COMPLETED);

    assertThat(page(id.value()))
        .contains("stands at ATTENTION: a person has to look")
        .contains("Open compensations")
        .contains("<span class=\"mono\">r-car</span>")
        .contains("href=\"/console/executions/" + id + "/compensations/cancel-car/settle\"")
        .contains("aria-label=\"cancel-car: Failed, 3 attempts, 5.00 s\"")
        .doesNotContain("hx-trigger");
  }

  @Test
  void showsWhatAnotherExecutionUndoesAndFollowsIt() {
    StepSamples.FORWARD.forEach(steps::done);
    put(settled(ReservationStatus.CONFIRMED).cancel(Samples.START), ExecutionStatus.COMPLETED);
    executions.put(
        new StepSamples(id + "-payment")
            .done("refund-payment")
            .running("cancel-car")
            .execution(id + "~undo-1", "compensation", ExecutionStatus.RUNNING));

    assertThat(page(id.value()))
        .contains("aria-label=\"process-payment: Undone, 1.00 s\"")
        .contains("aria-label=\"refund-payment: Completed by another one\"")
        .contains("Undo workflow 1: <a")
        .contains("href=\"/console/executions/" + id + "~undo-1\"")
        .contains("hx-trigger");
    assertThat(page(id + "~undo-1"))
        .contains("<h2 id=\"picture\">What ran</h2>")
        .contains("Saga: <a")
        .contains("(this one)");
  }

  @Test
  void showsAWorkflowThatItDoesNotKnow() {
    executions.put(
        new StepSamples("k")
            .done("book-hotel")
            .failed("send-postcard", 1)
            .execution("hotel/1", "hotel", ExecutionStatus.FAILED));

    assertThat(page("hotel%2F1"))
        .contains("book-hotel", "send-postcard", "Broken: It broke.")
        .contains("href=\"/console/executions/hotel%2F1/history\"")
        .doesNotContain("<h2 id=\"reservation\">", "hx-trigger");
  }

  @Test
  void showsWhatHasNotBegun() {
    executions.put(ExecutionSamples.saga("other", ExecutionStatus.PENDING));

    assertThat(page("other")).contains("Pending</span>", "hx-trigger");
  }

  @Test
  void takesWhateverComesFromOutsideForText() {
    Execution hostile =
        new StepSamples(HOSTILE).done(HOSTILE).execution(HOSTILE, HOSTILE, ExecutionStatus.RUNNING);
    executions.put(
        hostile, new HistoryEvent(0, HOSTILE, StepSamples.START, "{\"a\":\"" + "<b>\"}"));
    String path = ExecutionPath.of(HOSTILE).substring("/console/executions/".length());

    assertThat(page(path))
        .contains("&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;&amp;&quot;{inject:csrf.token}")
        .doesNotContain("<script>alert");
    assertThat(page(path + "/history")).doesNotContain("<script>alert", "<b>");
  }

  @Test
  void answersWithTheRegionAloneAndOnlyWhenItHasChanged() {
    steps.done("reserve-flight").done("reserve-car");
    executions.put(steps.execution("done", "reservation", ExecutionStatus.COMPLETED));
    put(Samples.record(id, ReservationStatus.PENDING), ExecutionStatus.COMPLETED);

    Matcher polled = POLLED.matcher(page(id.value()));
    assertThat(polled.find()).isTrue();
    String url = polled.group(1).replace("&amp;", "&");
    assertThat(get(url).statusCode()).isEqualTo(204);

    put(settled(ReservationStatus.CONFIRMED), ExecutionStatus.COMPLETED);
    Response changed = get(url);
    assertThat(changed.statusCode()).isEqualTo(200);
    assertThat(changed.contentType()).startsWith("text/html");
    assertThat(changed.asString())
        .startsWith("<div id=\"live\">")
        .contains("Confirmed</span>")
        .doesNotContain("<html", "hx-trigger");
  }

  @Test
  void givesEverythingThatTakesTheFocusAnIdOfItsOwn() {
    steps.done("reserve-flight").waiting("reserve-car", 2);
    put(Samples.record(id, ReservationStatus.PENDING), ExecutionStatus.RUNNING);

    String region = get("/console/executions/" + id + "?part=live").asString();

    assertThat(Pattern.compile("<(a|details|summary|pre)(?! id=)").matcher(region).find())
        .isFalse();
    assertThat(Pattern.compile(" id=\"([^\"]*)\"").matcher(region).results().map(m -> m.group(1)))
        .doesNotHaveDuplicates();
  }

  @Test
  void pagesThroughTheRawHistory() {
    executions.put(
        ExecutionSamples.saga("x", ExecutionStatus.RUNNING),
        IntStream.range(0, 250).mapToObj(ExecutionPageTest::event).toArray(HistoryEvent[]::new));

    assertThat(page("x/history"))
        .contains("id=\"event-0\"", "id=\"event-99\"", "TaskScheduled", "step-99")
        .contains("href=\"/console/executions/x/history?cursor=100\"")
        .doesNotContain("id=\"event-100\"", "Earlier events");
    assertThat(page("x/history?cursor=100"))
        .contains("href=\"/console/executions/x/history\"")
        .contains("href=\"/console/executions/x/history?cursor=200\"");
    assertThat(page("x/history?cursor=200"))
        .contains("id=\"event-249\"")
        .doesNotContain("Later events");
    assertThat(page("x/history?cursor=900")).contains("There are no events here.");
    assertThat(get("/console/executions/x/history?cursor=x").statusCode()).isEqualTo(400);
  }

  @Test
  void tellsByAPageThatThereIsNone() {
    for (String path : new String[] {"nobody", "nobody/history"}) {
      Response answer = get("/console/executions/" + path);
      assertThat(answer.statusCode()).isEqualTo(404);
      assertThat(answer.asString()).contains("or it was purged", "<h1>");
    }
  }

  @Test
  void tellsByAPageThatTheEngineIsAway() {
    executions.failWith(InMemoryReservations.away());

    for (String path : new String[] {"x", "x/history"}) {
      Response answer = get("/console/executions/" + path);
      assertThat(answer.statusCode()).isEqualTo(503);
      assertThat(answer.contentType()).startsWith("text/html");
      assertThat(answer.header("Retry-After")).isEqualTo("5");
    }
  }

  private void put(Reservation record, ExecutionStatus status) {
    reservations.put(record);
    executions.put(steps.execution(id.value(), "reservation", status));
  }

  private Reservation settled(ReservationStatus status) {
    return Samples.record(id, ReservationStatus.PENDING)
        .settle(Samples.outcome(status), Samples.START);
  }

  private static HistoryEvent event(int number) {
    return new HistoryEvent(
        number,
        "TaskScheduled",
        ExecutionSamples.START,
        "{\"taskScheduled\":{\"name\":\"step-" + number + "\"}}");
  }

  private static String page(String path) {
    Response answer = get("/console/executions/" + path);
    assertThat(answer.statusCode()).isEqualTo(200);
    return answer.asString();
  }

  private static Response get(String path) {
    return given().urlEncodingEnabled(false).accept("text/html,*/*").get(path);
  }
}
