package travel.saga.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Three replicas, a sidecar each, one database: the work of one that dies is done by the others.
 */
@Tag("dapr")
class ScaleOutIT {
  private static final int REPLICAS = 3;
  private static final int RESERVATIONS = 300;
  private static final int CLIENTS = 24;

  /** So many replicas a client tries in turn before it gives up. */
  private static final int TRIES = 40;

  @RegisterExtension
  final Services<Fleet> services = Services.perTest(directory -> Fleet.of(REPLICAS, directory));

  private final Balancer balancer = new Balancer();

  @BeforeEach
  void start() {
    IntStream.range(0, REPLICAS).forEach(i -> balancer.add(services.begin(launch(i))));
    balancer.replicas().forEach(ServiceProcess::awaitReady);
  }

  private Launch launch(int replica) {
    return services.engine().toSidecar(replica, services.launch().sweepingOften());
  }

  @Test
  void finishesEverythingWhileAReplicaAndItsSidecarAreKilledAndComeBack() {
    Load load = Load.shared(CLIENTS, RESERVATIONS, i -> balancer.reserve("key-" + i, i, TRIES));

    load.awaitAnswers(RESERVATIONS / 3);
    ServiceProcess killed = balancer.replica(2);
    killed.kill9();
    services.engine().sidecar(2).kill();
    load.awaitAnswers(RESERVATIONS * 2 / 3);
    services.engine().sidecar(2).start();
    balancer.replace(2, services.start(killed.launch()));

    Set<String> ids = load.awaitAllAnswered().expectOnly(202).acknowledged();
    assertThat(ids).hasSize(RESERVATIONS);
    new Books(services.ledger())
        .awaitSettled()
        .expectOutcomes(RESERVATIONS, 0)
        .expectConfirmed(ids)
        .expectBalanced();
    expectTheSameEverywhere(ids);
  }

  @Test
  void makesOneReservationOfAKeyThatIsSentToAllAtOnce() {
    Load load = Load.of(10 * REPLICAS, i -> balancer.reserve("one-key", i, 1));

    Set<String> ids = load.awaitAllAnswered().expectOnly(202).acknowledged();

    assertThat(ids).hasSize(1);
    new Books(services.ledger()).awaitSettled().expectOutcomes(1, 0).expectBalanced();
    expectTheSameEverywhere(ids);
  }

  private void expectTheSameEverywhere(Set<String> ids) {
    for (ServiceProcess replica : balancer.replicas()) {
      for (String id : ids) {
        assertThat(replica.client().reservation(id).expect(200).text("status"))
            .isEqualTo("CONFIRMED");
      }
    }
  }
}
