package travel.saga.console;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.startsWith;
import static org.hamcrest.Matchers.stringContainsInOrder;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import travel.saga.api.WithoutEngine;
import travel.saga.execution.ExecutionCounts;
import travel.saga.execution.ExecutionFocus;
import travel.saga.execution.ExecutionPage;
import travel.saga.execution.ExecutionQuery;
import travel.saga.execution.ExecutionStatus;
import travel.saga.execution.ExecutionSummary;
import travel.saga.execution.ScriptedExecutions;
import travel.saga.execution.UnlistableException;
import travel.saga.reservation.InMemoryReservations;
import travel.saga.reservation.MalformedCursorException;
import travel.saga.reservation.ReservationId;
import travel.saga.reservation.ReservationStatus;
import travel.saga.reservation.Samples;

@QuarkusTest
@TestProfile(WithoutEngine.class)
class ExecutionsPageTest {
  private static final Instant START = Samples.START;
  private static final Pattern LIVE = Pattern.compile("hx-get=\"([^\"]+)\"");

  @Inject InMemoryReservations reservations;
  @Inject ScriptedExecutions executions;

  @BeforeEach
  void clear() {
    reservations.clear();
    executions.clear();
  }

  @Test
  void showsHowAnExecutionAndItsReservationStand() {
    ReservationId id = ReservationId.random();
    reservations.put(Samples.record(id, ReservationStatus.REJECTED));
    list(ended(id.value()), running("other"));

    page("")
        .then()
        .statusCode(200)
        .contentType(startsWith("text/html"))
        .header("Cache-Control", "no-store")
        .body(
            stringContainsInOrder(
                "href=\"/console/executions/" + id + "\"",
                "reservation</span>",
                "Completed</span>",
                "Rejected</span>",
                "<time datetime=\"2026-03-01T10:00:00Z\">2026-03-01 10:00:00 UTC</time>",
                "1.24 s",
                "<time datetime=\"2026-03-01T10:00:01.240Z\">"))
        .body(stringContainsInOrder("/console/executions/other", "Running</span>", "none</span>"))
        .body(not(containsString("Lovelace")));
  }

  @Test
  void countsWhatNeedsAnOperatorFirst() {
    executions.counting(
        new ExecutionCounts(
            Map.of(ExecutionStatus.RUNNING, 1200L, ExecutionStatus.COMPLETED, 3L), 2, 0, null));

    page("status=attention")
        .then()
        .body(
            stringContainsInOrder(
                "id=\"count-attention\" class=\"tile warn\" href=\"/console?status=attention\""
                    + " aria-current=\"page\"><span class=\"count\">2</span>",
                "Needs attention",
                "id=\"count-retrying\" class=\"tile\"",
                "Retrying now",
                "href=\"/console\"",
                "1,203",
                "/console?status=running",
                "1,200",
                "/console?status=terminated"))
        .body(not(containsString("What has ended is counted from")));
  }

  @Test
  void asksForWhatTheFormSays() {
    page(
        "status=FAILED&workflow=reservation&q=+01a2%20&created_from=2026-03-01T10:00"
            + "&created_before=2026-03-02T00:00:30&cursor=&part=");
    page("status=retrying");

    assertThat(executions.queries())
        .containsExactly(
            new ExecutionQuery(
                ExecutionFocus.ALL,
                ExecutionStatus.FAILED,
                "reservation",
                "01a2",
                START,
                Instant.parse("2026-03-02T00:00:30Z"),
                null,
                50),
            new ExecutionQuery(ExecutionFocus.RETRYING, null, null, null, null, null, null, 50));
  }

  @Test
  void keepsWhatWasEntered() {
    page("status=FAILED&q=01a2&created_from=2026-03-01T10:00")
        .then()
        .body(containsString("<option value=\"failed\" selected>Failed</option>"))
        .body("**.find { it.@id == 'q' }.@value", equalTo("01a2"))
        .body("**.find { it.@id == 'created_from' }.@value", equalTo("2026-03-01T10:00"))
        .body(containsString("href=\"/console\">Clear</a>"));
  }

  @ParameterizedTest
  @CsvSource({
    "status, done, 'Status must be one of attention, retrying, running'",
    "created_from, yesterday, Started from (UTC) must be a date and a time",
    "created_from, 2026-02-30T10:00, Started from (UTC) must be a date and a time",
    "created_before, +999999999-01-01T00:00, Started before (UTC) must be a date and a time",
  })
  void saysAtTheFieldWhatIsWrong(String field, String value, String message) {
    given()
        .accept("text/html")
        .queryParam(field, value)
        .queryParam("q", "kept")
        .get("/console")
        .then()
        .statusCode(400)
        .body(containsString("id=\"" + field + "-error\">" + message))
        .body(containsString("value=\"" + value + "\""))
        .body(containsString("value=\"kept\""))
        .body(containsString("id=\"counts\""))
        .body(not(containsString("hx-get")));
    assertThat(executions.queries()).isEmpty();
  }

  @Test
  void saysWhatTheEngineCannotList() {
    executions.refuseLists(new UnlistableException("workflow", "must be reservation"));

    page("workflow=compensation")
        .then()
        .statusCode(400)
        .body(containsString("id=\"workflow-error\">Workflow must be reservation"))
        .body("**.find { it.@id == 'workflow' }.@value", equalTo("compensation"));
  }

  @Test
  void leadsBackFromAPageThatIsNone() {
    executions.refuseLists(new MalformedCursorException());

    page("q=a&cursor=nonsense")
        .then()
        .statusCode(400)
        .body(containsString("This is no page of this list."))
        .body(containsString("href=\"/console?q=a\""));
  }

  @Test
  void leadsToOlderOnesAndBack() {
    executions.listing(new ExecutionPage(List.of(ended("a")), "c+2", "h1"));

    page("q=a")
        .then()
        .body(containsString("rel=\"next\" href=\"/console?q=a&amp;cursor=c%2B2\""))
        .body(not(containsString("Back to the newest")));
    page("q=a&cursor=c1")
        .then()
        .body(containsString("href=\"/console?q=a\">Back to the newest</a>"));
  }

  @Test
  void looksAgainAtTheSamePageAndSendsOnlyWhatHasChanged() {
    list(ended("a"));
    String live = live(page("q=a"));
    assertThat(live)
        .startsWith("/console?q=a&cursor=here&newest=2026-03-01T10%3A00%3A00Z&part=live&seen=");

    assertThat(get(live).statusCode()).isEqualTo(204);
    assertThat(executions.queries())
        .extracting(ExecutionQuery::cursor, ExecutionQuery::createdFrom)
        .contains(tuple("here", null), tuple(null, START));

    list(running("a"));
    Response changed = get(live);
    changed
        .then()
        .statusCode(200)
        .contentType(startsWith("text/html"))
        .body(startsWith("<nav id=\"counts\""))
        .body(containsString("hx-swap-oob=\"true\""))
        .body(containsString("<div id=\"live\""))
        .body(containsString("Running</span>"))
        .body(not(containsString("<html")))
        .body(not(containsString("<form")));
    assertThat(live(changed)).startsWith("/console?q=a&cursor=here&newest=");
  }

  @ParameterizedTest
  @CsvSource({"1, 1 newer execution: show them", "2, 2 newer executions: show them"})
  void tellsHowManyHaveComeSince(int seconds, String notice) {
    executions.listing(
        new ExecutionPage(
            List.of(at("c", START.plusSeconds(2)), at("b", START.plusSeconds(1)), at("a", START)),
            null,
            "here"));

    page("cursor=here&newest=" + START.plusSeconds(2 - seconds))
        .then()
        .body(containsString("<a id=\"show-newer\" href=\"/console\">" + notice));
    page("cursor=here").then().body(not(containsString("newer execution")));
    page("cursor=here&newest=rubbish").then().statusCode(200);
  }

  @ParameterizedTest
  @CsvSource({
    "'', There are no executions yet.",
    "status=attention, Nothing needs attention.",
    "status=retrying, No step is being tried again.",
    "status=failed, No execution is FAILED.",
    "q=a, 'No execution matches. Change the filter, or clear it.'",
    "cursor=c, There are no older ones.",
  })
  void saysWhatToDoWhereNothingIs(String query, String sentence) {
    page(query)
        .then()
        .statusCode(200)
        .body(containsString(sentence))
        .body(not(containsString("<table")));
  }

  @Test
  void goesOnWhereAPageIsEmptyAndNotTheLast() {
    executions.listing(new ExecutionPage(List.of(), "more", null));

    page("q=a")
        .then()
        .body(containsString("Go on with the older ones."))
        .body(containsString("cursor=more"));
  }

  @Test
  void showsHostileTextAsText() {
    String hostile = "\"><script>alert(1)</script>{inject:csrf.field} '";
    list(ended(hostile));

    given()
        .accept("text/html")
        .queryParam("q", hostile)
        .queryParam("workflow", hostile)
        .queryParam("status", hostile)
        .get("/console")
        .then()
        .statusCode(400)
        .body(not(containsString("<script>alert")));
    given()
        .accept("text/html")
        .queryParam("q", hostile)
        .get("/console")
        .then()
        .statusCode(200)
        .body(not(containsString("<script>alert")))
        .body(allOf(containsString("&lt;script&gt;"), containsString("{inject:csrf.field}")))
        .body(containsString("/console/executions/%22%3E%3Cscript%3E"));
  }

  @Test
  void isAPageAlsoWhileTheEngineIsAway() {
    executions.failWith(InMemoryReservations.away());

    page("")
        .then()
        .statusCode(503)
        .contentType(startsWith("text/html"))
        .header("Retry-After", "5")
        .body(containsString("The engine is away"))
        .body(not(containsString("10.0.0.7")));
  }

  private void list(ExecutionSummary... rows) {
    executions.listing(new ExecutionPage(List.of(rows), null, "here"));
  }

  private static ExecutionSummary ended(String id) {
    Instant end = START.plus(Duration.ofMillis(1240));
    return new ExecutionSummary(id, "reservation", ExecutionStatus.COMPLETED, START, end, end);
  }

  private static ExecutionSummary running(String id) {
    return at(id, START);
  }

  private static ExecutionSummary at(String id, Instant start) {
    return new ExecutionSummary(id, "reservation", ExecutionStatus.RUNNING, start, start, null);
  }

  private static Response page(String query) {
    return get("/console" + (query.isEmpty() ? "" : "?" + query));
  }

  private static Response get(String url) {
    return browser().urlEncodingEnabled(false).get(url);
  }

  private static String live(Response page) {
    Matcher found = LIVE.matcher(page.asString());
    assertThat(found.find()).isTrue();
    return found.group(1).replace("&amp;", "&");
  }

  private static RequestSpecification browser() {
    return given().accept("text/html,*/*").redirects().follow(false);
  }
}
