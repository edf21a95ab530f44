package travel.saga.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import travel.saga.acceptance.EventStream.Event;
import travel.saga.sidecar.Ports;

/** What whoever watches a reservation is told. */
@Tag("jdk")
class EventsIT {
  @RegisterExtension final Services<EngineUnderTest> services = Services.perTest();

  @Test
  void tellsEachStepAndTheOutcome() {
    ServiceProcess service = services.start(services.launch());
    String id = service.client().reserve(TripRequest.to("lima")).expect(202).reservationId();

    List<Event> events = EventStream.of(service, id, null).rest();

    assertThat(events)
        .extracting(Event::told)
        .containsExactly(
            "reserve-flight RUNNING",
            "reserve-flight COMPLETED",
            "reserve-car RUNNING",
            "reserve-car COMPLETED",
            "process-payment RUNNING",
            "process-payment COMPLETED",
            "confirm-flight RUNNING",
            "confirm-flight COMPLETED",
            "confirm-car RUNNING",
            "confirm-car COMPLETED",
            "notify-success RUNNING",
            "notify-success COMPLETED",
            "CONFIRMED");
    Event outcome = events.get(events.size() - 1);
    assertThat(outcome.name()).isEqualTo("outcome");
    assertThat(outcome.data()).isEqualTo(service.client().reservation(id).expect(200).json());
    assertThat(EventStream.of(service, id, outcome).status()).isEqualTo(204);
  }

  @Test
  void tellsWhatIsUndone() {
    ServiceProcess service = services.start(services.launch());
    String id =
        service
            .client()
            .reserve(TripRequest.to("lima").failing("failPayment"))
            .expect(202)
            .reservationId();

    assertThat(EventStream.of(service, id, null).rest())
        .extracting(Event::told)
        .contains("process-payment REFUSED", "cancel-car COMPLETED", "cancel-flight COMPLETED")
        .endsWith("notify-failure COMPLETED", "REJECTED");
  }

  @Test
  void tellsOfACancelBehindTheConfirmation() {
    ServiceProcess service = services.start(services.launch());
    Client client = service.client();
    String id =
        client.reserve(TripRequest.to("lima"), "Prefer", "wait=30").expect(201).reservationId();
    List<Event> booked = EventStream.of(service, id, null).rest();

    client.send(client.request("/reservations/" + id + "/cancel").POST(BodyPublishers.noBody()));
    List<Event> cancelled = EventStream.of(service, id, booked.get(booked.size() - 1)).rest();

    assertThat(cancelled)
        .extracting(Event::told)
        .contains("cancel-flight COMPLETED", "cancel-car COMPLETED", "refund-payment COMPLETED")
        .endsWith("CANCELLED");
    assertThat(EventStream.of(service, id, null).rest())
        .startsWith(booked.subList(0, booked.size() - 1).toArray(Event[]::new))
        .endsWith(cancelled.toArray(Event[]::new));
  }

  /** A caller may have come to any of the events when the saga is rerun or cancelled. */
  @Test
  void tellsOfARerunAndOfTheCancelBehindIt() {
    ServiceProcess first = services.start(Operator.known(withoutFlights()));
    String id = first.client().reserve(TripRequest.to("lima")).expect(202).reservationId();
    List<Event> seen = new ArrayList<>(EventStream.of(first, id, null).next(2));
    Operator.of(first).act(id, "terminate").expect(202);
    first.kill9();
    ServiceProcess second = services.start(Operator.known(services.launch()));
    Client client = second.client();

    assertThat(Operator.of(second).act(id, "rerun").expect(202).text("id"))
        .isEqualTo(id + "~run-1");
    seen.addAll(EventStream.of(second, id, seen.get(1)).rest());
    client.cancel(id, "Prefer", "wait=30").expect(202);
    seen.addAll(EventStream.of(second, id, seen.get(seen.size() - 1)).rest());

    assertThat(seen).extracting(Event::id).doesNotHaveDuplicates();
    assertThat(seen)
        .extracting(Event::told)
        .startsWith("reserve-flight RUNNING", "reserve-flight FAILED")
        .containsSubsequence(
            "confirm-car COMPLETED",
            "notify-success COMPLETED",
            "CONFIRMED",
            "cancel-flight COMPLETED",
            "CANCELLED");
    List<Event> told = new ArrayList<>(seen);
    told.removeIf(event -> event.told().equals("CONFIRMED"));
    assertThat(EventStream.of(second, id, null).rest()).isEqualTo(told);
    for (int known = 0; known < told.size() - 1; known += 4) {
      assertThat(EventStream.of(second, id, told.get(known)).rest())
          .isEqualTo(told.subList(known + 1, told.size()));
    }
    assertThat(EventStream.of(second, id, told.get(told.size() - 1)).status()).isEqualTo(204);
  }

  /** The flight's partner is away while the first process lives, so that it dies in the middle. */
  @Test
  void showsEachEventOnceToWhoeverGoesOnAfterAKill() {
    ServiceProcess first = services.start(withoutFlights());
    String id = first.client().reserve(TripRequest.to("lima")).expect(202).reservationId();
    List<Event> seen = new ArrayList<>(EventStream.of(first, id, null).next(3));
    first.kill9();

    ServiceProcess second = services.start(services.launch());
    seen.addAll(EventStream.of(second, id, seen.get(2)).rest());

    assertThat(seen).extracting(Event::id).doesNotHaveDuplicates();
    assertThat(seen).isEqualTo(EventStream.of(second, id, null).rest());
    assertThat(seen)
        .extracting(Event::told)
        .startsWith("reserve-flight RUNNING", "reserve-flight FAILED", "reserve-flight RUNNING")
        .endsWith("notify-success COMPLETED", "CONFIRMED");
  }

  @Test
  void doesNotHoldUpAStop() {
    ServiceProcess service = services.start(withoutFlights());
    String id = service.client().reserve(TripRequest.to("lima")).expect(202).reservationId();
    EventStream stream = EventStream.of(service, id, null);
    stream.next(1);

    service.terminate();

    stream.rest();
    assertThat(service.awaitEnd(Duration.ofSeconds(25))).isZero();
  }

  private Launch withoutFlights() {
    return services.launch().with("reservations.flight.url", "http://127.0.0.1:" + Ports.free());
  }
}
