package travel.saga.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Killed within any step of a cancel, or of a retry, it is carried on, each effect once. */
class CancelCrashIT {
  private static final String TOKEN = "a-token-that-only-operators-know";
  private static final Duration WITHIN = Duration.ofSeconds(60);

  @RegisterExtension final Services<FaultySidecar> services = Services.perTest(FaultySidecar::in);

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
    ServiceProcess service = services.start(launch());
    String id = confirmed(service.client());
    Fault network = services.engine().inject(kind, point.call());
    service.client().cancelAsync(id);
    network.awaitHits(1);
    service.kill9();
    network.mend();

    Client client = services.restart(service).client();

    awaitStatus(client, id, "CANCELLED");
    new Books(services.ledger())
        .expectNothingHeldBy(id)
        .expectBalanced()
        .awaitEvents(id, "reservation.confirmed", "reservation.cancelled");
  }

  @Test
  void forgetsACancelThatWasNeverStored() {
    ServiceProcess service = services.start(launch());
    String id = confirmed(service.client());
    Fault network =
        services.engine().inject(Fault.Kind.REFUSED, FaultySidecar.settling("CANCELLING"));

    service.client().cancel(id).expectProblem(503);
    service.kill9();
    network.mend();

    Client client = services.restart(service).client();
    assertThat(client.reservation(id).text("status")).isEqualTo("CONFIRMED");
    new Books(services.ledger()).expectConfirmed(List.of(id)).expectBalanced();
  }

  /** What an operator can do about it. */
  enum Remedy {
    RETRY("retry"),
    SETTLE("settle");

    private final String action;

    Remedy(String action) {
      this.action = action;
    }
  }

  @ParameterizedTest
  @EnumSource(Remedy.class)
  void standsAtAttentionUntilAnOperatorHasItUndone(Remedy remedy) {
    ServiceProcess service = services.start(launch());
    String id = confirmed(service.client());
    Fault partner =
        services.engine().inject(Fault.Kind.REFUSED, FaultySidecar.writing(Ledger.PAYMENT, "VOID"));
    service.client().cancel(id).expect(202);
    awaitStatus(service.client(), id, "ATTENTION");
    assertThat(openOf(service.client(), id)).containsExactly("refund-payment");
    assertThat(service.client().cancel(id).expect(202).text("status")).isEqualTo("ATTENTION");

    Fault start = services.engine().inject(Fault.Kind.REFUSED, FaultySidecar.starting("~undo-2"));
    if (remedy == Remedy.RETRY) {
      operate(service.client(), id, remedy).expectProblem(503);
    }
    service.kill9();
    partner.mend();
    start.mend();
    Client client = services.restart(service).client();
    operate(client, id, remedy).expect(202);

    awaitStatus(client, id, "CANCELLED");
    new Books(services.ledger())
        .awaitEvents(id, "reservation.confirmed", "reservation.attention", "reservation.cancelled");
    assertThat(client.reservation(id).json().at("/payment/status").asText()).isEqualTo("REFUNDED");
    assertThat(services.ledger().chargesOf(id)).isEqualTo(remedy == Remedy.RETRY ? 0 : 1);
    if (remedy == Remedy.RETRY) {
      operate(client, id, remedy).expectProblem(409);
    } else {
      assertThat(operate(client, id, remedy).expect(202).text("status")).isEqualTo("CANCELLED");
    }
  }

  private static Answer operate(Client client, String id, Remedy remedy) {
    return client.compensation(id, "refund-payment", remedy.action, TOKEN);
  }

  private Launch launch() {
    return services
        .launch()
        .sweepingOften()
        .with("reservations.saga.compensation-attempts", 2)
        .withEnvironment("RESERVATIONS_ADMIN_TOKEN", TOKEN);
  }

  private static String confirmed(Client client) {
    return client.reserveFlight(TripRequest.to("rome")).expect(200).reservationId();
  }

  private static List<String> openOf(Client client, String id) {
    return client.reservation(id).json().at("/open_compensations").findValuesAsText("name");
  }

  private static void awaitStatus(Client client, String id, String status) {
    await(id + " to be " + status)
        .atMost(WITHIN)
        .until(() -> client.reservation(id).text("status").equals(status));
  }
}
