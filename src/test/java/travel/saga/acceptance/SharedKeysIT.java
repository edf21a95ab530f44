package travel.saga.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Two replicas take the same keys at the same time, and die of it in turn. */
@Tag("dapr")
class SharedKeysIT {
  private static final int REPLICAS = 2;
  private static final int KEYS = 50;
  private static final int REQUESTS = 500;

  /** So many replicas a client tries in turn before it gives up. */
  private static final int TRIES = 60;

  @RegisterExtension
  final Services<Fleet> services = Services.perTest(directory -> Fleet.of(REPLICAS, directory));

  private final Balancer balancer = new Balancer();
  private final Map<String, Set<String>> idsByKey = new ConcurrentHashMap<>();

  @Test
  void makesOneReservationPerKeyWhileOneReplicaAfterTheOtherIsKilled() {
    IntStream.range(0, REPLICAS)
        .mapToObj(i -> services.engine().toSidecar(i, services.launch().sweepingOften()))
        .forEach(launch -> balancer.add(services.begin(launch)));
    balancer.replicas().forEach(ServiceProcess::awaitReady);

    Load load = Load.of(REQUESTS, this::send);
    for (int replica = 0; replica < REPLICAS; replica++) {
      load.awaitAnswers(REQUESTS * (replica + 1) / (REPLICAS + 2));
      killAndRestart(replica);
    }
    load.awaitAllAnswered().expectOnly(202);

    assertThat(idsByKey).hasSize(KEYS);
    assertThat(idsByKey).allSatisfy((key, ids) -> assertThat(ids).as(key).hasSize(1));
    Set<String> ids = idsByKey.values().stream().flatMap(Set::stream).collect(Collectors.toSet());
    new Books(services.ledger())
        .awaitSettled()
        .expectOutcomes(KEYS, 0)
        .expectConfirmed(ids)
        .expectBalanced();
  }

  private CompletableFuture<Answer> send(int number) {
    String key = "key-" + number % KEYS;
    return balancer.reserve(key, number, TRIES).thenApply(answer -> noted(key, answer));
  }

  private Answer noted(String key, Answer answer) {
    idsByKey
        .computeIfAbsent(key, first -> ConcurrentHashMap.newKeySet())
        .add(answer.reservationId());
    return answer;
  }

  private void killAndRestart(int replica) {
    ServiceProcess killed = balancer.replica(replica);
    killed.kill9();
    balancer.replace(replica, services.start(killed.launch()));
  }
}
