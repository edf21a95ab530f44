package travel.saga.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What an operator sees of workflow executions. */
class ExecutionsIT {
  @RegisterExtension static final Services<EngineUnderTest> SERVICES = Services.perClass();

  private static Operator operator;

  @BeforeAll
  static void start() {
    operator = Operator.of(SERVICES.start(Operator.known(SERVICES.launch())));
  }

  @Test
  @Tag("native")
  void showsEachStepOfABookingThatFailedAndWhatUndidIt() {
    String id =
        operator
            .client()
            .reserveFlight(TripRequest.to("spain").failing("failCarRentalConfirmation"))
            .expectProblem(409)
            .reservationId();

    Answer execution = operator.execution(id).expect(200);

    JsonNode json = execution.json();
    assertThat(execution.text("id")).isEqualTo(id);
    assertThat(execution.text("workflow")).isEqualTo("reservation");
    assertThat(execution.text("status")).isEqualTo("COMPLETED");
    assertThat(execution.text("ended_at")).isNotEmpty();
    assertThat(json.at("/input/trip/location").asText()).isEqualTo("spain");
    assertThat(json.at("/output/status").asText()).isEqualTo("REJECTED");
    assertThat(json.at("/reservation/status").asText()).isEqualTo("REJECTED");
    assertThat(Operator.each(json.path("steps"), "name"))
        .containsExactly(
            "reserve-flight",
            "reserve-car",
            "process-payment",
            "confirm-flight",
            "confirm-car",
            "refund-payment",
            "cancel-car",
            "cancel-flight",
            "notify-failure");
    assertThat(Operator.each(json.path("steps"), "undone_by"))
        .containsExactly(
            "cancel-flight",
            "cancel-car",
            "refund-payment",
            "cancel-flight",
            "cancel-car",
            "",
            "",
            "",
            "");
    JsonNode refused = Operator.step(execution, "confirm-car");
    assertThat(refused.path("status").asText()).isEqualTo("REFUSED");
    assertThat(refused.at("/attempts/0/output/refused/code").asText()).isEqualTo("demo");
    JsonNode flight = Operator.step(execution, "reserve-flight").at("/attempts/0");
    assertThat(flight.path("attempt").asInt()).isEqualTo(1);
    assertThat(flight.at("/input/key").asText()).isEqualTo(id + "-flight");
    assertThat(flight.at("/output/reference").asText()).startsWith("FL-");
    assertThat(flight.path("started_at").asText())
        .isLessThanOrEqualTo(flight.path("ended_at").asText());
  }

  @Test
  @Tag("native")
  void showsTheRawHistoryInPages() {
    String id = book();

    JsonNode all = operator.get("/executions/" + id + "/history").expect(200).json();
    JsonNode page =
        operator.get("/executions/" + id + "/history?limit=3&cursor=2").expect(200).json();

    assertThat(Operator.each(all.path("events"), "type"))
        .contains("ExecutionStarted", "TaskScheduled", "TaskCompleted", "ExecutionCompleted");
    assertThat(all.has("next")).isFalse();
    assertThat(page.path("events")).hasSize(3);
    assertThat(page.at("/events/0")).isEqualTo(all.at("/events/2"));
    assertThat(page.path("next").asText()).isEqualTo("5");
    assertThat(all.at("/events").toString()).contains("\"taskScheduled\":{\"name\":");
  }

  @Test
  void listsByStatusAndPagesWhileMoreAreBooked() {
    List<String> before = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      before.add(book());
    }
    Collections.reverse(before);

    List<String> seen = new ArrayList<>();
    String path = "/executions?status=COMPLETED&workflow=reservation&limit=2";
    while (seen.size() < before.size()) {
      Answer page = operator.get(path).expect(200);
      assertThat(page.json().path("executions")).hasSizeLessThanOrEqualTo(2);
      seen.addAll(Operator.each(page.json().path("executions"), "id"));
      book();
      path = target(page.header("Link").orElseThrow());
    }

    assertThat(seen.subList(0, before.size())).isEqualTo(before);
  }

  private static String target(String link) {
    return link.substring(1, link.indexOf('>'));
  }

  @Test
  void listsAStretchOfTimeAndHowTheReservationsStand() {
    String first = book();
    String second = book();
    String third = book();
    String time = operator.client().reservation(second).expect(200).text("created_at");
    String end = operator.client().reservation(third).expect(200).text("created_at");

    JsonNode page =
        operator
            .get("/executions?created_from=" + time + "&created_before=" + end)
            .expect(200)
            .json();

    assertThat(Operator.each(page.path("executions"), "id"))
        .contains(second)
        .doesNotContain(first, third);
    assertThat(Operator.each(page.path("executions"), "reservation_status"))
        .containsOnly("CONFIRMED");
    assertThat(operator.get("/executions?focus=attention").expect(200).json().path("executions"))
        .isEmpty();
  }

  @Test
  void findsAWholeIdAndAPart() {
    String id = book();
    book();

    for (String text : List.of(id, id.substring(20))) {
      JsonNode page = operator.get("/executions?q=" + text).expect(200).json();
      assertThat(Operator.each(page.path("executions"), "id")).containsExactly(id);
      assertThat(page.at("/executions/0/status").asText()).isEqualTo("COMPLETED");
    }
    assertThat(operator.get("/executions?status=RUNNING&q=" + id).json().path("executions"))
        .isEmpty();
  }

  /** A sidecar lists no executions, and says so rather than that there are none. */
  @Test
  void listsOnlyByWhatTheEngineCanTell() {
    boolean tells = EngineChoice.configured() == EngineChoice.EMBEDDED;

    for (String filter : List.of("status=FAILED", "workflow=notification")) {
      Answer answer = operator.get("/executions?" + filter);
      if (tells) {
        answer.expect(200);
      } else {
        answer.expectProblem(400);
        assertThat(answer.json().at("/violations/0/field").asText())
            .isEqualTo(filter.substring(0, filter.indexOf('=')));
      }
    }
  }

  @Test
  void forgetsAnExecutionAndNotItsReservation() {
    String id = book();

    operator.act(id, "purge").expect(204);

    operator.execution(id).expectProblem(404);
    operator.get("/executions/" + id + "/history").expectProblem(404);
    operator.act(id, "purge").expectProblem(404);
    assertThat(operator.client().reservation(id).expect(200).text("status")).isEqualTo("CONFIRMED");
  }

  @Test
  void refusesWhatDoesNotFit() {
    String ended = book();

    for (String action : List.of("suspend", "resume", "terminate", "rerun")) {
      operator.act(ended, action, "{\"reason\":\"why not\"}").expectProblem(409);
    }
    for (String id : List.of("nobody", "a%2Fb%23c%3Fd%20e", "%C3%BC", "..%2f..", "a%7C%7Cb")) {
      operator.execution(id).expectProblem(404);
      operator.get("/executions/" + id + "/history").expectProblem(404);
      for (String action : List.of("suspend", "resume", "terminate", "rerun", "purge")) {
        operator.act(id, action).expectProblem(404);
      }
    }
    operator.act(ended, "rerun", "{\"step\":7}").expectProblem(400);
  }

  private static String book() {
    return operator.client().reserveFlight(TripRequest.to("rome")).expect(200).reservationId();
  }
}
