package travel.saga.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What the service keeps to on each directory of {@code components/}, its files as they are. */
@Tag("dapr")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class ComponentsContract {
  private static final int SEATS = 5;
  private static final int TRAVELLERS = 24;
  private static final int REPEATS = 8;
  private static final List<String> REFUSALS =
      List.of("failCarRentalReservation", "failPayment", "failCarRentalConfirmation");

  /** Slow stores take their time, and a broker that was away is tried again in growing delays. */
  private static final Duration ARRIVES_WITHIN = Duration.ofSeconds(90);

  @RegisterExtension final Services<ComponentsEngine> services;

  private ServiceProcess service;

  ComponentsContract(Function<Path, ComponentsEngine> engineIn) {
    services = Services.perClass(engineIn);
  }

  @BeforeAll
  void start() {
    Launch patient =
        services
            .launch()
            .with("reservations.api.wait", "55s")
            .with("reservations.saga.max-retry", "1s");
    service = services.start(patient.withFlightSeats("oslo", SEATS));
  }

  @Test
  void booksWholeTripsAndUndoesThoseThatAreRefused() {
    for (int i = 0; i < REFUSALS.size(); i++) {
      client().reserveFlight(rome()).expect(200);
    }
    for (String refusal : REFUSALS) {
      Answer refused = client().reserveFlight(rome().failing(refusal));
      String id = refused.expectProblem(409).reservationId();
      assertThat(client().reservation(id).expect(200).text("status")).isEqualTo("REJECTED");
    }
    expectBalancedAndAnnounced();
  }

  @Test
  void sellsEachSeatOnce() {
    Load load = Load.of(TRAVELLERS, i -> client().reserveFlightAsync(TripRequest.to("oslo")));

    Map<Integer, Long> answers =
        load.awaitAllAnswered().answers().stream()
            .collect(Collectors.groupingBy(Answer::status, Collectors.counting()));

    assertThat(answers)
        .containsExactlyInAnyOrderEntriesOf(
            Map.of(200, (long) SEATS, 409, (long) TRAVELLERS - SEATS));
    load.answers().stream().filter(answer -> answer.status() == 409).forEach(this::expectNoSeats);
    expectBalancedAndAnnounced();
  }

  @Test
  void makesOneReservationOfAKeyThatComesAgainAndAgain() {
    int before = services.ledger().reservations().size();

    List<Answer> inARow =
        IntStream.range(0, REPEATS)
            .mapToObj(i -> client().reserve(rome(), key("in-a-row")))
            .toList();
    Load atOnce = Load.of(REPEATS, i -> client().reserveAsync(rome(), key("at-once")));

    expectOneReservation(inARow);
    expectOneReservation(atOnce.awaitAllAnswered().answers());
    assertThat(services.ledger().reservations()).hasSize(before + 2);
    expectBalancedAndAnnounced();
  }

  final Client client() {
    return service.client();
  }

  private static TripRequest rome() {
    return TripRequest.to("rome");
  }

  private static String[] key(String key) {
    return new String[] {"Idempotency-Key", key};
  }

  private static void expectOneReservation(List<Answer> answers) {
    assertThat(answers)
        .hasSize(REPEATS)
        .extracting(answer -> answer.status() / 100)
        .containsOnly(2);
    assertThat(answers.stream().map(Answer::reservationId).distinct()).hasSize(1);
  }

  private void expectNoSeats(Answer refused) {
    Answer rejected = client().reservation(refused.reservationId()).expect(200);
    assertThat(rejected.json().at("/reason/code").asText()).isEqualTo("no_seats");
  }

  /** Of all reservations so far: held is what is confirmed, and each outcome has been received. */
  final void expectBalancedAndAnnounced() {
    new Books(services.ledger()).awaitSettled().expectBalanced();
    Set<Announcement> due =
        services.ledger().reservations().entrySet().stream()
            .map(ended -> Announcement.of(ended.getKey(), ended.getValue()))
            .collect(Collectors.toSet());
    await("the outcome of each reservation, and nothing else, to be received")
        .atMost(ARRIVES_WITHIN)
        .untilAsserted(() -> assertThat(received()).isEqualTo(due));
  }

  private Set<Announcement> received() {
    return services.ledger().publishedEvents().stream()
        .map(Announcement::of)
        .collect(Collectors.toSet());
  }

  /** What a subscriber goes by. */
  private record Announcement(String topic, String id, String type, String reservation) {
    static Announcement of(String reservation, String status) {
      return switch (status) {
        case "CONFIRMED" -> of(reservation, "onreservationsuccess", "confirmed");
        case "REJECTED" -> of(reservation, "onreservationfailure", "rejected");
        default -> throw new IllegalStateException(reservation + " is " + status);
      };
    }

    private static Announcement of(String reservation, String topic, String outcome) {
      return new Announcement(
          topic, reservation + "-" + outcome, "reservation." + outcome, reservation);
    }

    static Announcement of(LedgerProbe.PublishedEvent event) {
      assertThat(event.cloudEvent().path("specversion").asText()).isEqualTo("1.0");
      return new Announcement(
          event.topic(),
          event.id(),
          event.type(),
          event.cloudEvent().at("/data/reservation_id").asText());
    }
  }
}
