package travel.saga.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

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
}
