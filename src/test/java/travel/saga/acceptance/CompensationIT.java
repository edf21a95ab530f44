package travel.saga.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A step that fails undoes the trip, newest first, and leaves nothing behind. */
@Tag("jdk")
class CompensationIT {
  @RegisterExtension static final Services<EngineUnderTest> SERVICES = Services.perClass();
  private static final Set<String> COMPENSATIONS =
      Set.of("cancel-flight", "cancel-car", "refund-payment");
  private static Client client;

  @BeforeAll
  static void start() {
    client = SERVICES.start(SERVICES.launch()).client();
  }

  @ParameterizedTest
  @CsvSource({
    "failFlightsReservation,    reserve-flight,  cancel-flight",
    "failCarRentalReservation,  reserve-car,     cancel-car cancel-flight",
    "failPayment,               process-payment, refund-payment cancel-car cancel-flight",
    "failFlightsConfirmation,   confirm-flight,  refund-payment cancel-car cancel-flight",
    "failCarRentalConfirmation, confirm-car,     refund-payment cancel-car cancel-flight",
  })
  void undoesWhatWasDone(String runType, String step, String undoneBy) {
    Answer refused = client.reserveFlight(TripRequest.to("spain").failing(runType));

    refused.expectProblem(409);
    assertThat(refused.body()).as("the problem names the step").contains(step);
    String id = refused.reservationId();
    Answer rejected = client.reservation(id).expect(200);
    assertThat(rejected.text("status")).isEqualTo("REJECTED");
    assertThat(rejected.json().at("/reason/step").asText()).isEqualTo(step);
    new Books(SERVICES.ledger()).expectNothingHeldBy(id);
    assertThat(SERVICES.ledger().stepsOf(id).stream().filter(COMPENSATIONS::contains).toList())
        .as("compensations, newest first")
        .isEqualTo(List.of(undoneBy.split(" ")));
    expectOneRejection(id);
  }

  private static void expectOneRejection(String id) {
    await().until(() -> !SERVICES.ledger().eventsOf(id).isEmpty());
    assertThat(SERVICES.ledger().eventsOf(id))
        .singleElement()
        .satisfies(
            event -> {
              assertThat(event.topic()).isEqualTo("onreservationfailure");
              assertThat(event.id()).isEqualTo(id + "-rejected");
              assertThat(event.type()).isEqualTo("reservation.rejected");
            });
  }

  @Test
  @Tag("native")
  void showsWhatWasGivenBack() {
    Answer refused =
        client.reserveFlight(TripRequest.to("spain").failing("failCarRentalConfirmation"));

    Answer rejected = client.reservation(refused.expectProblem(409).reservationId()).expect(200);

    assertThat(rejected.json().at("/flight/status").asText()).isEqualTo("CANCELLED");
    assertThat(rejected.json().at("/car/status").asText()).isEqualTo("CANCELLED");
    assertThat(rejected.json().at("/payment/status").asText()).isEqualTo("REFUNDED");
  }

  @Test
  void refusesACarClassThatNobodyRents() {
    Answer refused =
        client.reserveFlight(new TripRequest("spain", "hovercraft", null)).expectProblem(409);

    assertThat(refused.body()).contains("reserve-car");
    new Books(SERVICES.ledger()).expectNothingHeldBy(refused.reservationId());
  }

  @Test
  void answersARefusalToAWaitingReservationToo() {
    Answer refused =
        client.reserve(TripRequest.to("spain").failing("failPayment"), "Prefer", "wait=30");

    refused.expectProblem(409);
    new Books(SERVICES.ledger()).expectNothingHeldBy(refused.reservationId());
  }

  @Test
  void confirmsAlthoughTheOutcomeCannotBeAnnouncedAtFirst() {
    Answer booked =
        client.reserveFlight(TripRequest.to("spain").failing("failNotification")).expect(200);

    String id = booked.reservationId();
    assertThat(booked.text("status")).isEqualTo("CONFIRMED");
    assertThat(SERVICES.ledger().chargesOf(id)).isEqualTo(1);
    await("the event that was delayed")
        .atMost(Duration.ofSeconds(60))
        .until(() -> !SERVICES.ledger().eventsOf(id).isEmpty());
    assertThat(SERVICES.ledger().eventsOf(id))
        .singleElement()
        .satisfies(event -> assertThat(event.topic()).isEqualTo("onreservationsuccess"));
  }
}
