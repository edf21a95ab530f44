package travel.saga.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import travel.saga.sidecar.Command;
import travel.saga.sidecar.Components;
import travel.saga.sidecar.PythonEnvironment;
import travel.saga.sidecar.Sidecar;
import travel.saga.sidecar.SqliteFile;

/** The payment steps are served by another application, in Python, behind its own sidecar. */
@Tag("dapr")
class PolyglotIT {
  private static final Path SAMPLE = Path.of("samples", "payments-python");
  private static final Duration ENDS_WITHIN = Duration.ofSeconds(90);

  @RegisterExtension final Services<DaprEngine> services = Services.perTest(DaprEngine::in);

  private @Nullable Sidecar payments;
  private @Nullable Command worker;

  @AfterEach
  void endWorker() {
    if (worker != null) {
      worker.close();
    }
  }

  @Test
  void chargesWithTheOtherApplication() {
    startPayments(Map.of());
    Client client = services.start(routed()).client();

    Answer booked = client.reserveFlight(TripRequest.to("rome")).expect(200);

    assertThat(booked.json().at("/payment/reference").asText()).startsWith("PY-");
    assertThat(payments()).containsExactly(Map.entry(booked.reservationId(), "charged"));
  }

  @Test
  void refundsWithTheOtherApplicationWhenALaterStepFails() {
    startPayments(Map.of());
    Client client = services.start(routed()).client();

    Answer refused =
        client
            .reserveFlight(TripRequest.to("rome").failing("failCarRentalConfirmation"))
            .expectProblem(409);

    Answer rejected = client.reservation(refused.reservationId()).expect(200);
    assertThat(rejected.json().at("/payment/status").asText()).isEqualTo("REFUNDED");
    assertThat(payments()).containsExactly(Map.entry(refused.reservationId(), "void"));
    new Books(services.ledger()).expectNothingHeldBy(refused.reservationId());
  }

  @Test
  void undoesTheTripWhenTheOtherApplicationDeclines() {
    startPayments(Map.of("PAYMENTS_DECLINE_ABOVE", "400"));
    Client client = services.start(routed()).client();

    Answer refused = client.reserveFlight(TripRequest.to("rome")).expectProblem(409);

    assertThat(refused.body()).contains("process-payment", "card_declined");
    new Books(services.ledger()).expectNothingHeldBy(refused.reservationId());
  }

  @Test
  void chargesOnceWhenTheOtherApplicationIsKilledInTheMiddle() {
    Command first = startPayments(Map.of("PAYMENTS_PAUSE", "600"));
    Client client = services.start(routed()).client();
    String id = client.reserve(TripRequest.to("rome")).expect(202).reservationId();
    await("the charge").atMost(ENDS_WITHIN).until(() -> payments().containsKey(id));

    first.kill();
    startWorker(Map.of());

    awaitStatus(client, id, "CONFIRMED");
    assertThat(payments()).containsExactly(Map.entry(id, "charged"));
  }

  @Test
  void undoesTheTripWhenTheOtherApplicationIsAway() {
    Launch impatient =
        routed()
            .with("reservations.steps.process-payment.timeout", "1s")
            .with("reservations.steps.refund-payment.timeout", "1s")
            .with("reservations.saga.step-limit", "3s")
            .with("reservations.saga.compensation-max-retry", "2s");
    ServiceProcess service = services.start(Operator.known(impatient));
    Client client = service.client();
    String id = client.reserve(TripRequest.to("rome")).expect(202).reservationId();

    await("it to be listed as tried again")
        .atMost(ENDS_WITHIN)
        .until(() -> Operator.of(service).get("/executions?focus=retrying").body().contains(id));
    awaitStatus(client, id, "ATTENTION");

    assertThat(client.reservation(id).json().path("open_compensations").toString())
        .contains("refund-payment");
    new Books(services.ledger()).expectNothingHeldBy(id);
  }

  private Launch routed() {
    return services
        .launch()
        .with("reservations.steps.process-payment.app-id", "payments")
        .with("reservations.steps.refund-payment.app-id", "payments");
  }

  private static void awaitStatus(Client client, String id, String status) {
    await(id + " to be " + status)
        .atMost(ENDS_WITHIN)
        .until(() -> client.reservation(id).text("status").equals(status));
  }

  private Command startPayments(Map<String, String> settings) {
    Components components = Components.local(services.engine().stateFile());
    payments = services.engine().stack().sidecar("payments", components).start();
    return startWorker(settings);
  }

  private Command startWorker(Map<String, String> settings) {
    Path python = PythonEnvironment.of("payments", SAMPLE.resolve("requirements.txt"));
    Map<String, String> environment = new HashMap<>(settings);
    environment.put("DAPR_GRPC_ENDPOINT", Objects.requireNonNull(payments).grpcEndpoint());
    environment.put("PAYMENTS_DB", ledger().toString());
    environment.put("PYTHONUNBUFFERED", "1");
    Path log = services.directory().resolve("payments.log");
    Command started =
        new Command(
                List.of(python.toString(), SAMPLE.resolve("worker.py").toString()),
                environment,
                log)
            .start();
    worker = started;
    await("the worker to be ready")
        .atMost(Duration.ofSeconds(60))
        .failFast(() -> !started.isAlive())
        .until(() -> started.log().stream().anyMatch(line -> line.endsWith("ready")));
    return started;
  }

  private Path ledger() {
    return services.directory().resolve("payments.db");
  }

  /** What became of each charge, by reservation. */
  private Map<String, String> payments() {
    return new SqliteFile(ledger())
            .query(
                "SELECT key, state FROM charge",
                row -> Map.entry(row.getString(1), row.getString(2)))
            .stream()
            .collect(
                Collectors.toMap(
                    row -> Ledger.PAYMENT.reservationOf("payment|" + row.getKey()),
                    Map.Entry::getValue));
  }
}
