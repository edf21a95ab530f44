package travel.saga.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A key stands for one reservation, however often it is sent and whatever dies in between. */
class IdempotencyIT {
  private static final int KEYS = 50;
  private static final int REQUESTS = 500;

  @RegisterExtension final Services<EngineUnderTest> services = Services.perTest();

  /** Every id that was answered under a key. */
  private final Map<String, Set<String>> idsByKey = new ConcurrentHashMap<>();

  @Test
  void makesOneReservationPerKeyAndKnowsItAfterAKill() {
    ServiceProcess first = services.start(services.launch());
    sendAll(first).awaitAllAnswered().expectOnly(200, 201, 202);
    expectOneReservationPerKey();
    first.kill9();

    ServiceProcess second = services.restart(first);
    sendAll(second).awaitAllAnswered().expectOnly(200, 201, 202);

    expectOneReservationPerKey();
  }

  @Test
  void makesOneReservationPerKeyWhenKilledInTheMiddle() {
    ServiceProcess first = services.start(services.launch().sweepingOften());
    Load interrupted = sendAll(first).awaitAnswers(REQUESTS / 5);
    first.kill9();
    interrupted.awaitOver().expectOnly(200, 201, 202);

    ServiceProcess second = services.restart(first);
    sendAll(second).awaitAllAnswered().expectOnly(200, 201, 202);

    expectOneReservationPerKey();
  }

  @Test
  void refusesAKeyThatStandsForAnotherRequest() {
    Client client = services.start(services.launch()).client();
    String id = client.reserve(TripRequest.to("rome"), "Idempotency-Key", "k").reservationId();

    client.reserve(TripRequest.to("oslo"), "Idempotency-Key", "k").expectProblem(422);

    Answer again = client.reserve(TripRequest.to("rome"), "Idempotency-Key", "k");
    assertThat(again.reservationId()).isEqualTo(id);
    new Books(services.ledger()).awaitSettled().expectOutcomes(1, 0).expectBalanced();
  }

  @Test
  void answersAFinishedReservationUnderItsKeyWithTheSameOutcome() {
    Client client = services.start(services.launch()).client();
    String[] headers = {"Idempotency-Key", "k", "Prefer", "wait=30"};
    Answer booked = client.reserve(TripRequest.to("rome"), headers).expect(201);

    Answer again = client.reserve(TripRequest.to("rome"), headers);

    assertThat(again.status() / 100).as("status of %s", again).isEqualTo(2);
    assertThat(again.json()).isEqualTo(booked.json());
  }

  private Load sendAll(ServiceProcess service) {
    return Load.of(REQUESTS, i -> send(service, "key-" + i % KEYS));
  }

  private CompletableFuture<Answer> send(ServiceProcess service, String key) {
    return service
        .client()
        .reserveAsync(TripRequest.to("rome"), "Idempotency-Key", key)
        .thenApply(
            answer -> {
              idsByKey
                  .computeIfAbsent(key, first -> ConcurrentHashMap.newKeySet())
                  .add(answer.reservationId());
              return answer;
            });
  }

  private void expectOneReservationPerKey() {
    assertThat(idsByKey).hasSize(KEYS);
    assertThat(idsByKey).allSatisfy((key, ids) -> assertThat(ids).as(key).hasSize(1));
    Set<String> ids = idsByKey.values().stream().flatMap(Set::stream).collect(Collectors.toSet());
    new Books(services.ledger())
        .awaitSettled()
        .expectOutcomes(KEYS, 0)
        .expectConfirmed(ids)
        .expectBalanced();
  }
}
