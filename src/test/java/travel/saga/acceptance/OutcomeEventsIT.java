package travel.saga.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import travel.saga.EventSchemas;
import travel.saga.sidecar.SamplePartners;

/** What comes out of the engine's outbox, or a broker, is what docs/events says, of every type. */
class OutcomeEventsIT {
  private static final Duration WITHIN = Duration.ofSeconds(60);
  private static final int ALWAYS = 1_000_000;
  private static final TripRequest TRIP = TripRequest.to("rome");

  @RegisterExtension final Services<EngineUnderTest> services = Services.perTest();

  private final EventSchemas schemas = new EventSchemas();
  private SamplePartners partners;

  @BeforeEach
  void startPartners() {
    partners = SamplePartners.start(Map.of());
  }

  @AfterEach
  void endPartners() {
    partners.close();
  }

  @Test
  void areAsTheirSchemasSay() {
    Client client = services.start(launch()).client();
    client.reserveFlight(TRIP.failing("failFlightsReservation")).expectProblem(409);
    client.reserveFlight(TRIP.failing("failCarRentalConfirmation")).expectProblem(409);
    String cancelled = client.reserveFlight(TRIP).expect(200).reservationId();
    client.cancel(cancelled, "Prefer", "wait=30").expect(202);
    String stuck = stuck(client);
    client.compensation(stuck, "cancel-car", "settle", Operator.TOKEN).expect(202);
    String died = died(client);

    await("the events")
        .atMost(WITHIN)
        .untilAsserted(
            () -> {
              assertThat(typesOf(cancelled))
                  .containsExactlyInAnyOrder("reservation.confirmed", "reservation.cancelled");
              assertThat(typesOf(stuck))
                  .containsExactlyInAnyOrder("reservation.attention", "reservation.rejected");
              assertThat(typesOf(died)).containsExactly("reservation.attention");
              assertThat(services.ledger().publishedEvents()).hasSize(7);
            });
    assertThat(services.ledger().publishedEvents())
        .allSatisfy(
            event ->
                assertThat(schemas.objectionsToDelivered(event.cloudEvent()))
                    .as("%s", event)
                    .isEmpty());
  }

  private Set<String> typesOf(String id) {
    return services.ledger().eventsOf(id).stream()
        .map(LedgerProbe.PublishedEvent::type)
        .collect(Collectors.toSet());
  }

  /** At ATTENTION, since a partner does not give back. */
  private String stuck(Client client) {
    partners.next(ALWAYS, "car/cancel", "refuse");
    String id =
        client.reserve(TRIP.failing("failCarRentalConfirmation")).expect(202).reservationId();
    awaitAttention(client, id);
    return id;
  }

  /** At ATTENTION, since its workflow was terminated. */
  private String died(Client client) {
    partners.next(ALWAYS, "payment/charge", "fail");
    String id = client.reserve(TRIP).expect(202).reservationId();
    await("a try").atMost(WITHIN).until(() -> partners.left() < ALWAYS);
    new Operator(client).act(id, "terminate").expect(202);
    awaitAttention(client, id);
    return id;
  }

  private static void awaitAttention(Client client, String id) {
    await(id + " to be at ATTENTION")
        .atMost(WITHIN)
        .until(() -> client.reservation(id).text("status").equals("ATTENTION"));
  }

  private Launch launch() {
    return Operator.known(services.launch())
        .sweepingOften()
        .with("reservations.car.url", partners.url("car"))
        .with("reservations.payment.url", partners.url("payment"))
        .with("reservations.saga.compensation-attempts", 2)
        .with("reservations.saga.compensation-max-retry", "1s");
  }
}
