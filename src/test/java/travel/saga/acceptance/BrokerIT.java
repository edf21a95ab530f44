package travel.saga.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A broker that does not answer delays the event and nothing else. */
class BrokerIT {
  /** More than a saga takes on a machine that is busy, and less than a caller waits. */
  private static final Duration USUAL = Duration.ofSeconds(15);

  private static final Duration ARRIVES_WITHIN = Duration.ofSeconds(60);

  @RegisterExtension final Services<FaultySidecar> services = Services.perTest(FaultySidecar::in);

  @ParameterizedTest
  @EnumSource(Fault.Kind.class)
  void confirmsInTimeAndAnnouncesWhenTheBrokerIsBack(Fault.Kind kind) {
    Client client = services.start(services.launch()).client();
    client.reserveFlight(TripRequest.to("rome")).expect(200);
    Fault broker = services.engine().inject(kind, FaultySidecar.publishing());

    Instant asked = Instant.now();
    Answer booked = client.reserveFlight(TripRequest.to("rome")).expect(200);

    assertThat(Duration.between(asked, Instant.now())).isLessThan(USUAL);
    assertThat(booked.text("status")).isEqualTo("CONFIRMED");
    // the saga's own try, and one of the workflow that goes on trying
    broker.awaitHits(2);
    String id = booked.reservationId();
    if (kind != Fault.Kind.ANSWER_LOST) {
      assertThat(services.ledger().eventsOf(id)).isEmpty();
    }
    broker.mend();
    expectOneEvent(id);
  }

  @Test
  void announcesARejectionWhenTheBrokerIsBack() {
    Client client = services.start(services.launch().withFlightSeats("rome", 0)).client();
    Fault broker = services.engine().inject(Fault.Kind.REFUSED, FaultySidecar.publishing());

    Answer refused = client.reserveFlight(TripRequest.to("rome")).expectProblem(409);

    broker.awaitHits(2).mend();
    expectOneEvent(refused.reservationId());
  }

  private void expectOneEvent(String id) {
    await("the event")
        .atMost(ARRIVES_WITHIN)
        .until(() -> !services.ledger().eventsOf(id).isEmpty());
    assertThat(services.ledger().eventsOf(id)).hasSize(1);
    new Books(services.ledger()).awaitSettled().expectBalanced();
  }
}
