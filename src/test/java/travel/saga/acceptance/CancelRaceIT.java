package travel.saga.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A cancel at each boundary of a saga, and a saga at each boundary of a cancel. */
class CancelRaceIT {
  @RegisterExtension
  static final Services<FaultySidecar> SERVICES = Services.perClass(FaultySidecar::in);

  private static Client client;

  /** A write of the saga that is under way when the cancel comes. */
  record Boundary(String step, Predicate<Object> write) {
    @Override
    public String toString() {
      return step;
    }
  }

  static Stream<Boundary> steps() {
    return Stream.of(
        new Boundary("reserve-flight", FaultySidecar.writing(Ledger.FLIGHT, "TAKEN")),
        new Boundary("reserve-car", FaultySidecar.writing(Ledger.CAR, "TAKEN")),
        new Boundary("process-payment", FaultySidecar.writing(Ledger.PAYMENT, "TAKEN")),
        new Boundary("confirm-flight", FaultySidecar.writing(Ledger.FLIGHT, "CONFIRMED")),
        new Boundary("confirm-car", FaultySidecar.writing(Ledger.CAR, "CONFIRMED")));
  }

  static Stream<Boundary> stepsAndDecision() {
    return Stream.concat(
        steps(), Stream.of(new Boundary("notify-success", FaultySidecar.settling("CONFIRMED"))));
  }

  @BeforeAll
  static void start() {
    // Long enough that a cancel comes before a step is tried again.
    Launch launch = SERVICES.launch().sweepingOften().with("reservations.saga.first-retry", "5s");
    client = SERVICES.start(launch).client();
  }

  @AfterEach
  void booksBalance() {
    new Books(SERVICES.ledger()).awaitSettled().expectBalanced();
  }

  @ParameterizedTest
  @MethodSource("stepsAndDecision")
  void winsOverASagaThatHasNotConfirmed(Boundary boundary) {
    Fault network = inject(Fault.Kind.HELD_BACK, boundary.write());
    String id = reserve();
    network.awaitHits(1);

    assertThat(client.cancel(id).expect(202).text("status")).isEqualTo("CANCELLING");
    network.mend();

    expectCancelled(id, "reservation.cancelled");
    assertThat(SERVICES.ledger().undosOf(id)).isZero();
  }

  /** The answer is lost, so that the saga wants to try the step again. */
  @ParameterizedTest
  @MethodSource("steps")
  void endsASagaBeforeItTriesAStepAgain(Boundary boundary) {
    Fault network = inject(Fault.Kind.ANSWER_LOST, boundary.write());
    String id = reserve();
    network.awaitHits(1);

    client.cancel(id).expect(202);

    expectCancelled(id, "reservation.cancelled");
    network.mend();
    assertThat(SERVICES.ledger().stepsOf(id)).doesNotContain("notify-success");
    assertThat(client.reservation(id).json().at("/reason/code").asText()).isEqualTo("cancelled");
  }

  @Test
  void followsAConfirmationWhoseAnswerWasLost() {
    Fault network = inject(Fault.Kind.ANSWER_LOST, FaultySidecar.settling("CONFIRMED"));
    String id = reserve();
    network.awaitHits(1);

    client.cancel(id).expect(202);
    network.mend();

    expectCancelled(id, "reservation.confirmed", "reservation.cancelled");
    assertThat(SERVICES.ledger().stepsOf(id)).doesNotContain("refund-payment");
  }

  @Test
  void followsAConfirmationThatCouldNotBeToldYet() {
    Fault broker = inject(Fault.Kind.REFUSED, FaultySidecar.publishing());
    String id = reserve();
    broker.awaitHits(1);
    awaitStatus(id, "CONFIRMED");

    client.cancel(id).expect(202);
    awaitStatus(id, "CANCELLED");
    broker.mend();

    expectCancelled(id, "reservation.confirmed", "reservation.cancelled");
  }

  /** Its write comes when the reservation is confirmed, which it did not know. */
  @Test
  void followsAConfirmationThatCameFirst() {
    Fault saga = inject(Fault.Kind.HELD_BACK, FaultySidecar.writing(Ledger.CAR, "CONFIRMED"));
    Fault cancel = inject(Fault.Kind.HELD_BACK, FaultySidecar.settling("CANCELLING"));
    String id = reserve();
    saga.awaitHits(1);
    CompletableFuture<Answer> answer = client.cancelAsync(id);
    cancel.awaitHits(1);

    saga.mend();
    awaitStatus(id, "CONFIRMED");
    cancel.mend();

    assertThat(answer.join().expect(202).reservationId()).isEqualTo(id);
    expectCancelled(id, "reservation.confirmed", "reservation.cancelled");
  }

  @Test
  void isTakenOnceWhenManyComeAtATime() {
    String id = reserve();
    awaitStatus(id, "CONFIRMED");

    Load.of(16, i -> client.cancelAsync(id)).awaitAllAnswered().expectOnly(202);

    expectCancelled(id, "reservation.confirmed", "reservation.cancelled");
    assertThat(SERVICES.ledger().undosOf(id)).isEqualTo(1);
  }

  private static Fault inject(Fault.Kind kind, Predicate<Object> calls) {
    return SERVICES.engine().inject(kind, calls);
  }

  private static String reserve() {
    return client.reserve(TripRequest.to("rome")).expect(202).reservationId();
  }

  private static void awaitStatus(String id, String status) {
    await(id + " to be " + status)
        .atMost(java.time.Duration.ofSeconds(60))
        .until(() -> client.reservation(id).text("status").equals(status));
  }

  private static void expectCancelled(String id, String... events) {
    awaitStatus(id, "CANCELLED");
    new Books(SERVICES.ledger()).expectNothingHeldBy(id).awaitEvents(id, events);
  }
}
