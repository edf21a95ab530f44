package travel.saga.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import travel.saga.ledger.Race;

/** What an operator does to executions, while a partner is out of order. */
class ExecutionControlIT {
  private static final Duration LONG = Duration.ofSeconds(60);

  @RegisterExtension final Services<FaultySidecar> services = Services.perTest(FaultySidecar::in);

  @Test
  void suspendsASagaAndLetsItGoOn() {
    Fault fault = carsOutOfOrder();
    Operator operator = start(launch());
    String id = takeAndFail(operator, fault);

    Answer suspended = operator.act(id, "suspend", "{\"reason\":\"the partner is down\"}");
    assertThat(suspended.expect(202).text("status")).isEqualTo("SUSPENDED");
    fault.mend();
    assertThat(operator.act(id, "suspend").expect(202).text("status")).isEqualTo("SUSPENDED");
    assertThat(operator.execution(id).text("status")).isEqualTo("SUSPENDED");
    operator.act(id, "purge").expectProblem(409);
    assertThat(operator.act(id, "resume").expect(202).text("id")).isEqualTo(id);

    awaitStatus(operator, id, "CONFIRMED");
    Answer execution = operator.execution(id).expect(200);
    JsonNode car = Operator.step(execution, "reserve-car");
    assertThat(car.path("status").asText()).isEqualTo("COMPLETED");
    assertThat(Operator.each(car.path("attempts"), "status"))
        .startsWith("FAILED")
        .endsWith("COMPLETED");
    assertThat(car.at("/attempts/0/error/message").asText()).isNotEmpty();
    new Books(services.ledger()).expectOutcomes(1, 0).expectBalanced();
  }

  @Test
  void goesOnFromAStepOfASagaThatWasTerminated() {
    Fault fault = carsOutOfOrder();
    Operator operator = start(launch().sweepingOften());
    String id = takeAndFail(operator, fault);

    Answer terminated = operator.act(id, "terminate", "{\"reason\":\"by mistake\"}").expect(202);
    assertThat(terminated.text("note")).contains("Nothing was undone");
    awaitStatus(operator, id, "ATTENTION");
    Answer dead = operator.execution(id).expect(200);
    assertThat(dead.text("status")).isEqualTo("TERMINATED");
    assertThat(dead.json().at("/output").asText()).isEqualTo("by mistake");
    assertThat(dead.json().at("/reservation/status").asText()).isEqualTo("ATTENTION");
    assertThat(dead.json().at("/reservation/open_compensations")).hasSize(3);
    operator.act(id, "purge").expectProblem(409);
    operator.act(id, "rerun", "{\"step\":\"confirm-car\"}").expectProblem(409);

    fault.mend();
    Answer begun = operator.act(id, "rerun", "{\"step\":\"reserve-car\"}").expect(202);

    String run = id + "~run-1";
    assertThat(begun.text("id")).isEqualTo(run);
    assertThat(begun.location()).contains("/executions/" + run);
    awaitStatus(operator, id, "CONFIRMED");
    operator.act(id, "rerun").expectProblem(409);
    await().atMost(LONG).until(() -> operator.execution(run).text("status").equals("COMPLETED"));
    expectTheSameKeys(dead, operator.execution(run).expect(200), id);
    new Books(services.ledger()).expectOutcomes(1, 0).expectBalanced();
    assertThat(services.ledger().chargesOf(id)).isEqualTo(1);
    operator.act(id, "purge").expect(204);
    operator.act(run, "purge").expect(204);
  }

  private static void expectTheSameKeys(Answer dead, Answer run, String id) {
    for (String step : List.of("reserve-flight", "reserve-car")) {
      JsonNode before = Operator.step(dead, step).at("/attempts/0/input");
      assertThat(Operator.step(run, step).at("/attempts/0/input")).as(step).isEqualTo(before);
    }
    JsonNode car = Operator.step(run, "reserve-car");
    assertThat(car.at("/attempts/0/input/reservation_id").asText()).isEqualTo(id);
    assertThat(car.at("/attempts/0/input/key").asText()).isEqualTo(id + "-car");
    assertThat(run.json().at("/reservation/status").asText()).isEqualTo("CONFIRMED");
  }

  @Test
  void doesNotGoOnOnceSomethingWasUndone() {
    Fault fault = carsOutOfOrder();
    Fault compensations =
        services.engine().inject(Fault.Kind.REFUSED, FaultySidecar.writing(Ledger.CAR, "VOID"));
    Operator operator = start(launch().sweepingOften().with("reservations.saga.step-limit", "1s"));
    String id = take(operator);
    compensations.awaitHits(1);

    operator.act(id, "terminate").expect(202);
    awaitStatus(operator, id, "ATTENTION");
    fault.mend();

    assertThat(operator.act(id, "rerun").expectProblem(409).text("detail")).contains("undone");
    Answer execution = operator.execution(id).expect(200);
    assertThat(Operator.each(Operator.step(execution, "reserve-car").path("attempts"), "status"))
        .isNotEmpty()
        .containsOnly("FAILED");
    assertThat(Operator.step(execution, "cancel-car").path("compensation").asBoolean()).isTrue();
  }

  /** Whoever has not heard an answer repeats the call. */
  @Test
  void answersARepeatedCallAsTheFirst() {
    Fault fault = carsOutOfOrder();
    Operator operator = start(launch());
    String id = takeAndFail(operator, fault);

    for (int i = 0; i < 3; i++) {
      assertThat(operator.act(id, "suspend").expect(202).text("status")).isEqualTo("SUSPENDED");
    }
    for (int i = 0; i < 3; i++) {
      assertThat(operator.act(id, "resume").expect(202).text("status")).isEqualTo("RUNNING");
    }
    for (int i = 0; i < 3; i++) {
      assertThat(operator.act(id, "terminate").expect(202).text("status")).isEqualTo("TERMINATED");
    }
    assertThat(operator.act(id, "rerun").expect(202).text("id")).isEqualTo(id + "~run-1");
    assertThat(operator.act(id, "rerun").expect(202).text("id")).isEqualTo(id + "~run-1");
    fault.mend();
    awaitStatus(operator, id, "CONFIRMED");
    await()
        .atMost(LONG)
        .until(() -> operator.execution(id + "~run-1").text("status"), "COMPLETED"::equals);
    assertThat(operator.act(id, "rerun").expectProblem(409).text("detail")).contains("~run-1");
    operator.act(id + "~run-1", "purge").expect(204);
    operator.act(id + "~run-1", "purge").expectProblem(404);
    operator.act(id, "rerun").expectProblem(409);
    operator.act(id, "purge").expect(204);
    operator.act(id, "rerun").expectProblem(404);
    new Books(services.ledger()).expectOutcomes(1, 0).expectBalanced();
  }

  @Test
  void beginsOneRerunHoweverManyAreAskedForAtOnce() throws Exception {
    Fault fault = carsOutOfOrder();
    Operator operator = start(launch());
    String id = takeAndFail(operator, fault);
    operator.act(id, "terminate").expect(202);
    fault.mend();

    List<Answer> answers = Race.run(8, caller -> operator.act(id, "rerun"));

    assertThat(answers).extracting(Answer::status).contains(202).isSubsetOf(202, 409);
    assertThat(answers)
        .filteredOn(answer -> answer.status() == 202)
        .allSatisfy(answer -> assertThat(answer.text("id")).isEqualTo(id + "~run-1"));
    awaitStatus(operator, id, "CONFIRMED");
    operator.execution(id + "~run-2").expectProblem(404);
    new Books(services.ledger()).expectOutcomes(1, 0).expectBalanced();
    assertThat(services.ledger().chargesOf(id)).isEqualTo(1);
  }

  @Test
  void knowsNothingOfIdsThatAreNone() {
    Operator operator = start(launch());
    String id =
        operator.client().reserve(TripRequest.to("rome"), "Prefer", "wait=30").reservationId();
    for (String odd :
        List.of(
            "nobody",
            "~",
            id + "~",
            id + "~run-1",
            id + "~run-0",
            id + "~run-99999999999",
            id + "~undo-1",
            id + "%20",
            id + "%00",
            id + "%0Aid",
            id.toUpperCase(Locale.ROOT),
            "%2525",
            "a%2Fb",
            "a%5Cb%3Fc%23d",
            "a%7C%7Cb",
            "%C3%BC%F0%9F%98%80",
            "%FF%FE",
            "x".repeat(1000))) {
      operator.execution(odd).expectProblem(404);
      operator.get("/executions/" + odd + "/history").expectProblem(404);
      for (String action : List.of("suspend", "resume", "terminate", "rerun", "purge")) {
        operator.act(odd, action).expectProblem(404);
      }
    }
    assertThat(operator.execution(id).expect(200).text("status")).isEqualTo("COMPLETED");
  }

  private Launch launch() {
    return Operator.known(services.launch()).with("reservations.saga.max-retry", "500ms");
  }

  private Operator start(Launch launch) {
    return Operator.of(services.start(launch));
  }

  private Fault carsOutOfOrder() {
    return services.engine().inject(Fault.Kind.REFUSED, FaultySidecar.writing(Ledger.CAR, "TAKEN"));
  }

  /** A reservation whose car cannot be had. */
  private static String takeAndFail(Operator operator, Fault fault) {
    String id = take(operator);
    fault.awaitHits(2);
    return id;
  }

  private static String take(Operator operator) {
    return operator.client().reserve(TripRequest.to("rome")).expect(202).reservationId();
  }

  private static void awaitStatus(Operator operator, String id, String status) {
    await("the reservation to be " + status)
        .atMost(LONG)
        .until(() -> operator.client().reservation(id).text("status").equals(status));
  }
}
