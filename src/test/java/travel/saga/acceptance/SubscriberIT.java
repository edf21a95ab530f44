package travel.saga.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import travel.saga.sidecar.Command;
import travel.saga.sidecar.Missing;
import travel.saga.sidecar.Ports;
import travel.saga.sidecar.Sidecar;
import travel.saga.sidecar.SqliteFile;

/** The subscriber of samples/subscriber, behind a sidecar of its own. */
@Tag("dapr")
class SubscriberIT {
  private static final Path PROGRAM = Path.of("samples", "subscriber", "subscriber.py");
  private static final Duration WITHIN = Duration.ofSeconds(60);
  private static final TripRequest TRIP = TripRequest.to("rome");

  @RegisterExtension final Services<DaprEngine> services = Services.perTest(DaprEngine::in);

  private final int port = Ports.free();
  private Command subscriber;
  private Sidecar sidecar;

  @BeforeEach
  void startSubscriber() {
    Path python =
        Command.onPath("python3")
            .orElseGet(() -> Missing.component("Python 3.11 or later: install python3"));
    subscriber =
        new Command(
            List.of(python.toString(), PROGRAM.toString()),
            Map.of(
                "SUBSCRIBER_PORT", Integer.toString(port),
                "SUBSCRIBER_DB", outbox().toString(),
                "PYTHONDONTWRITEBYTECODE", "1"),
            services.directory().resolve("subscriber.log"));
    sidecar = services.engine().subscriberAt(port);
    start();
  }

  @AfterEach
  void endSubscriber() {
    subscriber.close();
  }

  @Test
  void writesOneMailForEachOutcomeAlsoWhenItWasKilledInBetween() {
    Client client = services.start(services.launch()).client();
    String booked = client.reserveFlight(TRIP).expect(200).reservationId();
    awaitMails(booked + "-confirmed");

    subscriber.kill();
    sidecar.kill();
    String refused =
        client.reserveFlight(TRIP.failing("failPayment")).expectProblem(409).reservationId();
    client.cancel(booked, "Prefer", "wait=30").expect(202);
    start();

    awaitMails(booked + "-confirmed", refused + "-rejected", booked + "-cancelled");
    deliverAgain(booked + "-confirmed", booked);
    awaitMails(booked + "-confirmed", refused + "-rejected", booked + "-cancelled");
  }

  /** As a broker does that has not heard the acknowledgement. */
  private void deliverAgain(String eventId, String reservation) {
    Client application = new Client(port);
    String event =
        "{\"id\":\"%s\",\"type\":\"reservation.confirmed\",\"subject\":\"%s\",\"data\":{}}"
            .formatted(eventId, reservation);
    application
        .send(application.request("/outcomes").POST(BodyPublishers.ofString(event)))
        .expect(200);
  }

  private void awaitMails(String... eventIds) {
    await("the mails")
        .atMost(WITHIN)
        .untilAsserted(
            () ->
                assertThat(
                        new SqliteFile(outbox())
                            .query("SELECT event_id FROM mail", row -> row.getString(1)))
                    .containsExactlyInAnyOrder(eventIds));
  }

  /** With its sidecar, as a pod or a task would be. */
  private void start() {
    subscriber.start();
    await("the subscriber")
        .atMost(WITHIN)
        .failFast(() -> !subscriber.isAlive())
        .until(() -> Ports.isOpen(port));
    sidecar.start();
  }

  private Path outbox() {
    return services.directory().resolve("mails.db");
  }
}
