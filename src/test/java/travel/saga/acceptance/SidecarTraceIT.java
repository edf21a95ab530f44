package travel.saga.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import travel.saga.acceptance.TraceCollector.Received;

/** A sidecar that traces puts its spans between those of the service. */
@Tag("dapr")
class SidecarTraceIT {
  private static final Duration WITHIN = Duration.ofSeconds(60);
  private static final TraceCollector COLLECTOR = TraceCollector.start();

  @RegisterExtension
  final Services<DaprEngine> services =
      Services.perTest(directory -> DaprEngine.tracingTo(directory, COLLECTOR.endpoint()));

  @AfterAll
  static void end() {
    COLLECTOR.close();
  }

  @Test
  void joinsTheTraceOfTheReservation() {
    ServiceProcess service =
        services.start(
            services
                .launch()
                .withEnvironment("OTEL_EXPORTER_OTLP_ENDPOINT", COLLECTOR.endpoint())
                .with("quarkus.otel.bsp.schedule.delay", "100ms"));

    String id = service.client().reserveFlight(TripRequest.to("rome")).expect(200).reservationId();

    await("the trace")
        .atMost(WITHIN)
        .untilAsserted(
            () -> {
              Received attempt = only(id, "reserve-flight");
              List<Received> trace = COLLECTOR.trace(attempt.trace());
              assertThat(trace)
                  .extracting(Received::name)
                  .contains(
                      "POST /reserveFlight",
                      "start reservation",
                      "create_orchestration||reservation",
                      "orchestration||reservation",
                      "notify-success");
              assertThat(trace)
                  .filteredOn(span -> span.id().equals(attempt.parent()))
                  .extracting(Received::name)
                  .containsExactly("activity||reserve-flight");
              assertThat(trace)
                  .filteredOn(span -> span.parent().equals(attempt.id()))
                  .as("calls of the state store")
                  .isNotEmpty();
            });
  }

  private static Received only(String reservation, String step) {
    List<Received> found =
        COLLECTOR.spans().stream()
            .filter(span -> span.name().equals(step))
            .filter(span -> span.attribute("reservation.id").equals(reservation))
            .toList();
    assertThat(found).hasSize(1);
    return found.get(0);
  }
}
