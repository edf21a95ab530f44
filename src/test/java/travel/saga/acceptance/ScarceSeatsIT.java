package travel.saga.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Seats that are limited are never sold twice, and never lost. */
class ScarceSeatsIT {
  private static final List<String> REFUSALS =
      List.of(
          "failFlightsReservation",
          "failCarRentalReservation",
          "failPayment",
          "failFlightsConfirmation",
          "failCarRentalConfirmation");

  @RegisterExtension final Services<EngineUnderTest> services = Services.perTest();

  @Test
  void sellsTheLastTenSeatsToTenOfSixtyFour() {
    ServiceProcess service = services.start(services.launch().withFlightSeats("oslo", 10));

    Load load = Load.of(64, i -> service.client().reserveFlightAsync(TripRequest.to("oslo")));

    load.awaitAllAnswered().expectOnly(200, 409);
    new Books(services.ledger()).awaitSettled().expectOutcomes(10, 54).expectBalanced();
    for (Answer refused : load.answers().stream().filter(a -> a.status() == 409).toList()) {
      expectNoSeats(service, refused);
    }
  }

  @Test
  void hasTheLastSeatAgainAfterEveryFailure() {
    Client client = services.start(services.launch().withFlightSeats("oslo", 1)).client();

    for (String refusal : REFUSALS) {
      client.reserveFlight(TripRequest.to("oslo").failing(refusal)).expectProblem(409);
    }

    client.reserveFlight(TripRequest.to("oslo")).expect(200);
    Answer late = client.reserveFlight(TripRequest.to("oslo")).expectProblem(409);
    assertThat(reasonCode(client, late)).isEqualTo("no_seats");
    new Books(services.ledger()).expectOutcomes(1, REFUSALS.size() + 1).expectBalanced();
  }

  @Test
  void rentsTheLastCarOnce() {
    ServiceProcess service =
        services.start(services.launch().with("reservations.car.capacity.\"luxury\"", 3));

    Load load =
        Load.of(
            16, i -> service.client().reserveFlightAsync(new TripRequest("oslo", "luxury", null)));

    load.awaitAllAnswered().expectOnly(200, 409);
    new Books(services.ledger()).awaitSettled().expectOutcomes(3, 13).expectBalanced();
  }

  private static void expectNoSeats(ServiceProcess service, Answer refused) {
    refused.expectProblem(409);
    assertThat(refused.body()).contains("reserve-flight");
    assertThat(reasonCode(service.client(), refused)).isEqualTo("no_seats");
  }

  private static String reasonCode(Client client, Answer refused) {
    Answer rejected = client.reservation(refused.reservationId()).expect(200);
    assertThat(rejected.text("status")).isEqualTo("REJECTED");
    return rejected.json().at("/reason/code").asText();
  }
}
