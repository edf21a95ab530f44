package travel.saga.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Killed within any step of a cancel, it is carried on, each effect once. The process that carries
 * it on is the one that the next test kills.
 */
class CancelCrashIT {
  private static final Duration WITHIN = Duration.ofSeconds(60);

  @RegisterExtension
  static final Services<FaultySidecar> SERVICES = Services.perClass(FaultySidecar::in);

  @AfterEach
  void mend() {
    SERVICES.engine().mendAll();
  }

  /** A call, while which the service is killed. */
  record CrashPoint(String name, Predicate<Object> call) {
    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<Arguments> points() {
    return Stream.of(
            new CrashPoint("record", FaultySidecar.settling("CANCELLING")),
            new CrashPoint("start", FaultySidecar.starting("~undo-1")),
            new CrashPoint("refund", FaultySidecar.writing(Ledger.PAYMENT, "VOID")),
            new CrashPoint("outcome", FaultySidecar.settling("CANCELLED")))
        .flatMap(
            point ->
                Stream.of(Fault.Kind.HELD_BACK, Fault.Kind.ANSWER_LOST)
                    .map(kind -> Arguments.of(point, kind)));
  }

  /** What was under way at the kill reaches the engine before the next process is there. */
  @ParameterizedTest
  @MethodSource("points")
  void goesOnAfterAKill(CrashPoint point, Fault.Kind kind) {
    ServiceProcess service = SERVICES.running(launch());
    String id = confirmed(service.client());
    Fault network = SERVICES.engine().inject(kind, point.call());
    service.client().cancelAsync(id);
    network.awaitHits(1);
    service.kill9();
    network.mend();

    Client client = SERVICES.restart(service).client();

    awaitStatus(client, id, "CANCELLED");
    new Books(SERVICES.ledger())
        .expectNothingHeldBy(id)
        .expectBalanced()
        .awaitEvents(id, "reservation.confirmed", "reservation.cancelled");
  }

  @Test
  void forgetsACancelThatWasNeverStored() {
    ServiceProcess service = SERVICES.running(launch());
    String id = confirmed(service.client());
    Fault network =
        SERVICES.engine().inject(Fault.Kind.REFUSED, FaultySidecar.settling("CANCELLING"));

    service.client().cancel(id).expectProblem(503);
    service.kill9();
    network.mend();

    Client client = SERVICES.restart(service).client();
    assertThat(client.reservation(id).text("status")).isEqualTo("CONFIRMED");
    new Books(SERVICES.ledger()).expectConfirmed(List.of(id)).expectBalanced();
  }

  private static Launch launch() {
    return SERVICES.launch().sweepingOften().with("reservations.saga.compensation-attempts", 2);
  }

  private static String confirmed(Client client) {
    return client.reserveFlight(TripRequest.to("rome")).expect(200).reservationId();
  }

  private static void awaitStatus(Client client, String id, String status) {
    await(id + " to be " + status)
        .atMost(WITHIN)
        .until(() -> client.reservation(id).text("status").equals(status));
  }
}
