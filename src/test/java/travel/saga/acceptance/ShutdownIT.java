package travel.saga.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

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

  /**
   * What the engine carries without letting calls time out: what a call that timed out has stored
   * is unknown to its caller. SQLite behind a sidecar has one writer, and others wait by polling.
   */
  private static final int CLIENTS = EngineChoice.configured() == EngineChoice.DAPR ? 12 : 64;

  @RegisterExtension final Services<EngineUnderTest> services = Services.perTest();

  @Test
  void endsInTimeAndLosesNothingUnderLoad() {
    ServiceProcess service = services.start(services.launch().sweepingOften());
    TripRequest trip = TripRequest.to("rome");
    Client client = service.client();
    Load waiting = Load.endless(CLIENTS / 2, i -> client.reserveFlightAsync(trip));
    Load hurried = Load.endless(CLIENTS / 2, i -> client.reserveAsync(trip));
    waiting.awaitAnswers(CLIENTS);
    hurried.awaitAnswers(CLIENTS);

    service.terminate();

    assertThat(service.awaitEnd(ENDS_WITHIN)).as("exit code").isZero();
    waiting.awaitOver().expectOnly(200, 202, 503);
    hurried.awaitOver().expectOnly(202, 503);
    Set<String> acknowledged = waiting.acknowledged();
    acknowledged.addAll(hurried.acknowledged());
    expectEveryStoredReservationToBeAcknowledged(acknowledged);
    services.restart(service);
    new Books(services.ledger())
        .awaitSettled()
        .expectConfirmed(acknowledged)
        .expectBalanced()
        .awaitAnnounced();
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
