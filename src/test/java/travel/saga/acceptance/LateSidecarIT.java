package travel.saga.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import travel.saga.Scale;

/** A sidecar may come late and go away: the service waits for it, says so, and goes on. */
@Tag("dapr")
@Tag("jdk")
class LateSidecarIT {
  /** Longer than the longest pause between two connections. */
  private static final Duration LATE = Duration.ofSeconds(Scale.of(16, 30));

  private static final String AWAY = "nobody listens at the sidecar's address";

  /** Sooner than after the shortest of the long pauses. */
  private static final Duration READY_WITHIN = Duration.ofSeconds(7);

  @RegisterExtension
  final Services<DaprEngine> services = Services.perTest(DaprEngine::withoutSidecar);

  @Test
  void isReadySoonAfterASidecarThatComesLate() {
    ServiceProcess service = services.begin(services.launch());
    service.awaitNotReady(AWAY);
    expectNotReadyFor(service, LATE);

    services.engine().startSidecar();

    expectReadySoon(service);
    service.client().reserveFlight(TripRequest.to("rome")).expect(200);
  }

  @Test
  void takesNothingAndLosesNothingWhileTheSidecarIsAway() {
    services.engine().startSidecar();
    ServiceProcess service = services.start(services.launch());
    String before = service.client().reserve(TripRequest.to("rome")).expect(202).reservationId();
    services.engine().sidecar().kill();
    service.awaitNotReady(AWAY);

    Answer refused =
        service.client().reserve(TripRequest.to("rome"), "Idempotency-Key", "k").expectProblem(503);
    assertThat(refused.header("Retry-After")).isPresent();
    service.client().reservation(before).expectProblem(503);
    assertThat(isAlive(service)).isTrue();

    services.engine().startSidecar();
    expectReadySoon(service);
    String after =
        service.client().reserve(TripRequest.to("rome"), "Idempotency-Key", "k").reservationId();
    new Books(services.ledger())
        .awaitSettled()
        .expectConfirmed(Set.of(before, after))
        .expectOutcomes(2, 0)
        .expectBalanced();
  }

  private static void expectNotReadyFor(ServiceProcess service, Duration time) {
    await()
        .during(time)
        .atMost(time.plusSeconds(10))
        .until(() -> !service.isReady() && isAlive(service));
  }

  /** The process lives, whatever the sidecar does: a restart would not bring that back. */
  private static boolean isAlive(ServiceProcess service) {
    return service.client().get("/q/health/live").status() == 200;
  }

  private static void expectReadySoon(ServiceProcess service) {
    await("the service to be ready")
        .atMost(READY_WITHIN)
        .pollInterval(Duration.ofMillis(50))
        .until(service::isReady);
  }
}
