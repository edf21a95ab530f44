package travel.saga.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.grpc.Status;
import java.time.Duration;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Calls that come late, or whose answer is lost, have one effect or, once undone, none. */
class LateCallIT {
  private static final Duration SETTLED_WITHIN = Duration.ofSeconds(60);

  @RegisterExtension final Services<FaultySidecar> services = Services.perTest(FaultySidecar::in);

  @ParameterizedTest
  @CsvSource({
    "FLIGHT,  reserve-flight,  false",
    "FLIGHT,  reserve-flight,  true",
    "CAR,     reserve-car,     false",
    "PAYMENT, process-payment, false",
  })
  void refusesACallThatComesAfterItsOwnCompensation(Ledger ledger, String step, boolean limited) {
    Launch impatient =
        services
            .launch()
            .with("reservations.saga.attempt-timeout", "500ms")
            .with("reservations.saga.step-limit", "2s");
    Client client =
        services.start(limited ? impatient.withFlightSeats("rome", 5) : impatient).client();
    Fault network =
        services.engine().inject(Fault.Kind.HELD_BACK, FaultySidecar.writing(ledger, "TAKEN"));

    String id = client.reserve(TripRequest.to("rome")).expect(202).reservationId();

    await("the reservation to be given up")
        .atMost(SETTLED_WITHIN)
        .until(() -> client.reservation(id).text("status").equals("REJECTED"));
    Answer rejected = client.reservation(id);
    assertThat(rejected.json().at("/reason/step").asText()).isEqualTo(step);
    assertThat(rejected.json().at("/reason/code").asText()).isEqualTo("fault");
    assertThat(network.mend().awaitLateAnswers()).isNotEmpty().doesNotContain(Status.Code.OK);
    new Books(services.ledger()).expectOutcomes(0, 1).expectNothingHeldBy(id).expectBalanced();
  }

  @ParameterizedTest
  @EnumSource(Ledger.class)
  void takesOnceWhenTheAnswerIsLost(Ledger ledger) {
    Client client = services.start(services.launch().withFlightSeats("rome", 1)).client();
    Fault network =
        services.engine().inject(Fault.Kind.ANSWER_LOST, FaultySidecar.writing(ledger, "TAKEN"));

    String id = client.reserve(TripRequest.to("rome")).expect(202).reservationId();

    network.awaitHits(1).mend();
    await("the reservation to be confirmed")
        .atMost(SETTLED_WITHIN)
        .until(() -> client.reservation(id).text("status").equals("CONFIRMED"));
    new Books(services.ledger()).expectOutcomes(1, 0).expectBalanced();
  }

  @ParameterizedTest
  @EnumSource(Ledger.class)
  void undoesWhatWasTakenWhenEveryAnswerIsLost(Ledger ledger) {
    Launch impatient = services.launch().with("reservations.saga.step-limit", "1s");
    Client client = services.start(impatient.withFlightSeats("rome", 1)).client();
    Fault network =
        services
            .engine()
            .inject(
                Fault.Kind.ANSWER_LOST,
                FaultySidecar.writing(ledger, "TAKEN").or(FaultySidecar.writing(ledger, "VOID")));

    String id = client.reserve(TripRequest.to("rome")).expect(202).reservationId();

    network.awaitHits(1);
    new Books(services.ledger()).awaitSettled().expectBalanced();
    assertThat(client.reservation(id).text("status")).isIn("CONFIRMED", "REJECTED");
  }
}
