package travel.saga.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** While a new release comes in, replica by replica, old and new ones share the work. */
@Tag("dapr")
class MixedFleetIT {
  private static final int SAGAS = 200;
  private static final int CLIENTS = 16;

  @RegisterExtension
  final Services<Fleet> services = Services.perTest(directory -> Fleet.of(2, directory));

  /** A new name may be registered, and is not used yet: the old replica fails what it is. */
  @Test
  void failsNothingWhileOneReplicaKnowsOneWorkflowMore() {
    var next = NextRelease.withWorkflow(services.directory().resolve("next-release"));
    Launch launch = services.launch().sweepingOften();
    ServiceProcess old = services.begin(services.engine().toSidecar(0, launch));
    ServiceProcess renewed =
        services.begin(services.engine().toSidecar(1, launch.onAnotherPort().of(next)));
    List<ServiceProcess> replicas = List.of(old.awaitReady(), renewed.awaitReady());

    Load load =
        Load.shared(
            CLIENTS,
            SAGAS,
            i -> replicas.get(i % 2).client().reserveFlightAsync(TripRequest.to("city-" + i)));

    Set<String> ids = load.awaitAllAnswered().expectOnly(200, 202).acknowledged();
    assertThat(ids).hasSize(SAGAS);
    new Books(services.ledger())
        .awaitSettled()
        .expectOutcomes(SAGAS, 0)
        .expectConfirmed(ids)
        .expectBalanced();
  }

  /**
   * A saga that has begun with a step more, and meets a replica that does not know it, waits for
   * one that does. Nothing is lost, and all goes on once the old replica is replaced.
   */
  @Test
  void keepsWhatTheOldReplicaDoesNotKnowForTheNewOne() {
    var next = NextRelease.withStep(services.directory().resolve("next-release"));
    Launch launch = services.launch().sweepingOften().with("reservations.api.wait", "2s");
    ServiceProcess old = services.begin(services.engine().toSidecar(0, launch));
    Launch renewed = launch.of(next);
    ServiceProcess first = services.begin(services.engine().toSidecar(1, renewed.onAnotherPort()));
    List<ServiceProcess> replicas = List.of(old.awaitReady(), first.awaitReady());

    Load load =
        Load.shared(
            CLIENTS / 4,
            SAGAS / 4,
            i -> replicas.get(i % 2).client().reserveFlightAsync(TripRequest.to("city-" + i)));
    Set<String> ids = load.awaitAllAnswered().expectOnly(200, 202).acknowledged();
    old.terminate();
    assertThat(old.awaitEnd(Duration.ofSeconds(25))).isZero();
    services.begin(services.engine().toSidecar(0, renewed.onAnotherPort())).awaitReady();

    assertThat(ids).hasSize(SAGAS / 4);
    new Books(services.ledger())
        .awaitSettled()
        .expectOutcomes(SAGAS / 4, 0)
        .expectConfirmed(ids)
        .expectBalanced();
  }
}
