package travel.saga.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A service that is told to stop answers everyone it has begun to serve, and stops. */
@Tag("jdk")
class ShutdownIT {
  private static final Duration ENDS_WITHIN = Duration.ofSeconds(25);

  private static final int CLIENTS = 64;

  @RegisterExtension
  final Services<EngineUnderTest> services = Services.perTest(ShutdownIT::engine);

  /**
   * One that carries so many clients without letting calls time out: what a call that timed out has
   * stored is unknown to its caller. SQLite behind a sidecar has one writer, and others wait by
   * polling.
   */
  private static EngineUnderTest engine(Path directory) {
    return EngineChoice.configured() == EngineChoice.DAPR
        ? Fleet.of(1, directory)
        : EngineChoice.EMBEDDED.in(directory);
  }

  @Test
  void answersEveryRequestAndEndsInTimeUnderLoad() {
    ServiceProcess service = services.start(services.launch().sweepingOften());
    TripRequest trip = TripRequest.to("rome");
    Client client = service.client();
    Load waiting = Load.untilRefused(CLIENTS / 2, i -> client.reserveFlightAsync(trip));
    Load hurried = Load.untilRefused(CLIENTS / 2, i -> client.reserveAsync(trip));
    waiting.awaitAnswers(CLIENTS);
    hurried.awaitAnswers(CLIENTS);
    assertThat(service.isReady()).isTrue();

    service.terminate();

    expectReadinessToGoBeforeThePort(service);
    assertThat(service.awaitEnd(ENDS_WITHIN)).as("exit code").isZero();
    waiting.awaitAllAnswered().expectOnly(200, 202, 503);
    hurried.awaitAllAnswered().expectOnly(202, 503);
    expectToBeSentElsewhere(waiting);
    expectToBeSentElsewhere(hurried);
    Set<String> acknowledged = waiting.acknowledged();
    acknowledged.addAll(hurried.acknowledged());
    expectEveryStoredReservationToBeAcknowledged(acknowledged);
    services.restart(service);
    Books books =
        new Books(services.ledger()).awaitSettled().expectConfirmed(acknowledged).expectBalanced();
    if (EngineChoice.configured() == EngineChoice.EMBEDDED) {
      books.awaitAnnounced(); // a fleet knows no events
    }
  }

  /** Who asks often enough is told that it is not ready before nobody is there to ask. */
  private static void expectReadinessToGoBeforeThePort(ServiceProcess service) {
    await("readiness to go")
        .atMost(ENDS_WITHIN)
        .pollInterval(Duration.ofMillis(20))
        .until(() -> service.client().get("/q/health/ready").status() == 503);
  }

  private static void expectToBeSentElsewhere(Load load) {
    assertThat(load.answers().stream().filter(answer -> answer.status() == 503))
        .as("the last answer of each client")
        .hasSize(CLIENTS / 2)
        .allSatisfy(
            answer -> {
              assertThat(answer.text("type")).isEqualTo("/problems/stopping");
              assertThat(answer.header("Connection")).contains("close");
            });
  }

  /** An error, or no answer, may only meet a caller of whom nothing is stored. */
  private void expectEveryStoredReservationToBeAcknowledged(Set<String> acknowledged) {
    Set<String> unanswered = new HashSet<>(services.ledger().reservations().keySet());
    unanswered.removeAll(acknowledged);
    assertThat(unanswered).as("stored, but the caller does not know").isEmpty();
  }

  @Test
  void endsInTimeWithoutWork() {
    ServiceProcess service = services.start(services.launch());

    service.terminate();

    assertThat(service.awaitEnd(ENDS_WITHIN)).as("exit code").isZero();
  }
}
