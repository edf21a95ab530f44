package travel.saga.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import travel.saga.Scale;

/** A cancel that was taken is carried out, in whatever moment it comes and whatever dies then. */
class CancelIT {
  private static final int SAGAS = Scale.of(40, 200);
  private static final int PER_ROUND = 20;
  private static final String SEED = "reservations.test.seed";

  @RegisterExtension final Services<EngineUnderTest> services = Services.perTest();

  /** What is asked for one trip: when to cancel it, counted from the answer, if at all. */
  private record Plan(TripRequest trip, boolean cancels, long afterMillis) {
    /** Most are cancelled; the moments lie close together where a saga is quick, and reach far. */
    static Plan drawn(Random random, int number) {
      TripRequest trip = TripRequest.to("city-" + number);
      boolean fails = random.nextInt(8) == 0;
      return new Plan(
          fails ? trip.failing("failCarRentalConfirmation") : trip,
          random.nextInt(5) > 0,
          Math.round(Math.pow(2, 10 * random.nextDouble()) - 1));
    }

    Executor moment() {
      return CompletableFuture.delayedExecutor(afterMillis, TimeUnit.MILLISECONDS);
    }
  }

  private final Set<String> taken = ConcurrentHashMap.newKeySet();
  private final Set<String> asked = ConcurrentHashMap.newKeySet();
  private final Set<String> promised = ConcurrentHashMap.newKeySet();

  @Test
  @Tag("native")
  void undoesAConfirmedReservation() {
    Client client = services.start(services.launch()).client();
    String id = client.reserveFlight(TripRequest.to("rome")).expect(200).reservationId();

    Answer cancelled = client.cancel(id, "Prefer", "wait=30").expect(202);

    assertThat(cancelled.text("status")).isEqualTo("CANCELLED");
    assertThat(cancelled.location()).contains("/reservations/" + id);
    expectGivenBack(cancelled.json());
    assertThat(client.cancel(id).expect(202).json()).isEqualTo(cancelled.json());
    assertThat(client.reservation(id).expect(200).json()).isEqualTo(cancelled.json());
    new Books(services.ledger())
        .expectNothingHeldBy(id)
        .awaitEvents(id, "reservation.confirmed", "reservation.cancelled");
    assertThat(services.ledger().stepsOf(id + "~undo-1"))
        .containsExactly("refund-payment", "cancel-car", "cancel-flight", "notify-failure");
  }

  @Test
  void hasNothingToUndoOfARefusedReservation() {
    Client client = services.start(services.launch()).client();
    Answer refused = client.reserveFlight(TripRequest.to("rome").failing("failPayment"));
    String id = refused.expectProblem(409).reservationId();

    assertThat(client.cancel(id).expectProblem(409).reservationId()).isEqualTo(id);
    assertThat(client.reservation(id).text("status")).isEqualTo("REJECTED");
  }

  @Test
  void keepsItsWordThroughRoundsOfKills() {
    long seed = Long.getLong(SEED, System.nanoTime());
    System.out.printf("CancelIT: -D%s=%d repeats the moments%n", SEED, seed);
    Random random = new Random(seed);
    ServiceProcess service = services.start(services.launch().sweepingOften());

    for (int begun = 0; begun < SAGAS; begun += PER_ROUND) {
      Load load = load(service.client(), random, begun);
      load.awaitAnswers(1 + random.nextInt(PER_ROUND));
      service.kill9();
      load.awaitOver().expectOnly(202, 409);
      service = services.restart(service);
      repeatCancels(service.client());
    }

    new Books(services.ledger()).awaitSettled().expectBalanced().expectCancelled(promised);
    expectEachToBeOneOrTheOther(service.client());
    repeatCancels(service.client());
  }

  private Load load(Client client, Random random, int begun) {
    List<Plan> plans =
        Stream.iterate(begun, number -> number + 1)
            .limit(PER_ROUND)
            .map(number -> Plan.drawn(random, number))
            .toList();
    return Load.of(plans.size(), i -> reserveAndCancel(client, plans.get(i)));
  }

  private CompletableFuture<Answer> reserveAndCancel(Client client, Plan plan) {
    return client
        .reserveAsync(plan.trip())
        .thenCompose(
            answer -> {
              if (answer.status() != 202) {
                return CompletableFuture.completedFuture(answer);
              }
              String id = answer.reservationId();
              taken.add(id);
              return plan.cancels()
                  ? CompletableFuture.runAsync(() -> asked.add(id), plan.moment())
                      .thenCompose(now -> client.cancelAsync(id))
                      .thenApply(this::kept)
                  : CompletableFuture.completedFuture(answer);
            });
  }

  /** A 409 says that the saga was refused before. */
  private Answer kept(Answer cancel) {
    if (cancel.status() == 202) {
      promised.add(cancel.reservationId());
    }
    return cancel;
  }

  private void repeatCancels(Client client) {
    for (String id : promised) {
      assertThat(client.cancel(id).expect(202).text("status")).isIn("CANCELLING", "CANCELLED");
    }
  }

  private void expectEachToBeOneOrTheOther(Client client) {
    Map<String, String> statuses = services.ledger().reservations();
    assertThat(statuses.keySet()).containsAll(taken);
    Books books = new Books(services.ledger());
    statuses.forEach(
        (id, status) -> {
          JsonNode reservation = client.reservation(id).expect(200).json();
          switch (status) {
            case "CONFIRMED" -> {
              assertThat(promised).doesNotContain(id);
              assertThat(services.ledger().chargesOf(id)).as("charges of %s", id).isEqualTo(1);
              assertThat(reservation.at("/payment/status").asText()).isEqualTo("CHARGED");
              books.awaitEvents(id, "reservation.confirmed");
            }
            case "REJECTED" -> {
              expectGivenBack(reservation);
              books.awaitEvents(id, "reservation.rejected");
            }
            case "CANCELLED" -> {
              assertThat(asked).contains(id);
              expectGivenBack(reservation);
              expectToldInOrder(books, id);
            }
            default -> throw new AssertionError(id + " is " + status);
          }
        });
  }

  /** One whose confirmation was told was undone by a workflow of its own, and else by its saga. */
  private void expectToldInOrder(Books books, String id) {
    if (services.ledger().undosOf(id) == 0) {
      books.awaitEvents(id, "reservation.cancelled");
    } else {
      books.awaitEvents(id, "reservation.confirmed", "reservation.cancelled");
    }
  }

  private static void expectGivenBack(JsonNode reservation) {
    assertThat(reservation.at("/flight/status").asText("CANCELLED")).isIn("", "CANCELLED");
    assertThat(reservation.at("/car/status").asText("CANCELLED")).isIn("", "CANCELLED");
    assertThat(reservation.at("/payment/status").asText("REFUNDED")).isIn("", "REFUNDED");
  }
}
