package travel.saga.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Killed in the midst of a retry, what is open stays open until an operator has it undone. */
class AttentionCrashIT {
  private static final String TOKEN = "a-token-that-only-operators-know";
  private static final Duration WITHIN = Duration.ofSeconds(60);

  @RegisterExtension
  static final Services<FaultySidecar> SERVICES = Services.perClass(FaultySidecar::in);

  @AfterEach
  void mend() {
    SERVICES.engine().mendAll();
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
    ServiceProcess service = SERVICES.running(launch());
    String id = confirmed(service.client());
    Fault partner =
        SERVICES.engine().inject(Fault.Kind.REFUSED, FaultySidecar.writing(Ledger.PAYMENT, "VOID"));
    service.client().cancel(id).expect(202);
    awaitStatus(service.client(), id, "ATTENTION");
    assertThat(openOf(service.client(), id)).containsExactly("refund-payment");
    assertThat(service.client().cancel(id).expect(202).text("status")).isEqualTo("ATTENTION");

    Fault start = SERVICES.engine().inject(Fault.Kind.REFUSED, FaultySidecar.starting("~undo-2"));
    if (remedy == Remedy.RETRY) {
      operate(service.client(), id, remedy).expectProblem(503);
    }
    service.kill9();
    partner.mend();
    start.mend();
    Client client = SERVICES.restart(service).client();
    operate(client, id, remedy).expect(202);

    awaitStatus(client, id, "CANCELLED");
    new Books(SERVICES.ledger())
        .awaitEvents(id, "reservation.confirmed", "reservation.attention", "reservation.cancelled");
    assertThat(client.reservation(id).json().at("/payment/status").asText()).isEqualTo("REFUNDED");
    assertThat(SERVICES.ledger().chargesOf(id)).isEqualTo(remedy == Remedy.RETRY ? 0 : 1);
    if (remedy == Remedy.RETRY) {
      operate(client, id, remedy).expectProblem(409);
    } else {
      assertThat(operate(client, id, remedy).expect(202).text("status")).isEqualTo("CANCELLED");
    }
  }

  private static Answer operate(Client client, String id, Remedy remedy) {
    return client.compensation(id, "refund-payment", remedy.action, TOKEN);
  }

  private static Launch launch() {
    return SERVICES
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
