package travel.saga.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import travel.saga.sidecar.Ports;

/** Metrics go to a collector where one is set, under names for which the rules hold. */
class MetricsExportIT {
  private static final TripRequest TRIP = TripRequest.to("rome");

  /** Of Prometheus itself, of one engine alone, and of partners that are called over HTTP. */
  private static final Set<String> NOT_SENT =
      Set.of(
          "up",
          "engine_store_fault",
          "partner_breaker_open",
          "partner_breaker_half_open",
          "partner_calls_total");

  @RegisterExtension final Services<EngineUnderTest> services = Services.perTest();

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  @Tag("native")
  void sendsWhatTheRulesAskFor(boolean grpc) {
    try (MetricsReceiver receiver =
        grpc ? MetricsReceiver.overGrpc() : MetricsReceiver.overHttp()) {
      ServiceProcess service =
          services.start(
              sendingTo(receiver.endpoint())
                  .withEnvironment("OTEL_EXPORTER_OTLP_PROTOCOL", grpc ? "grpc" : "http/protobuf")
                  .withEnvironment(
                      "OTEL_EXPORTER_OTLP_HEADERS", "authorization=Bearer%20s3cret%2C1")
                  .withEnvironment("OTEL_RESOURCE_ATTRIBUTES", "deployment.environment.name=prod"));
      service.client().reserveFlight(TRIP).expect(200);

      Set<String> wanted = new TreeSet<>(AlertRules.delivered().metrics());
      wanted.removeAll(NOT_SENT);
      await("the metrics").untilAsserted(() -> assertThat(receiver.names()).containsAll(wanted));
      await("the reservation")
          .untilAsserted(() -> assertThat(receiver.counter("reservations.started")).isOne());
      assertThat(receiver.resource())
          .contains("service.name=reservations", "deployment.environment.name=prod")
          .anyMatch(attribute -> attribute.startsWith("service.instance.id="));
      assertThat(receiver.authorizations()).containsExactly("Bearer s3cret,1");
      assertThat(String.join("\n", service.log())).doesNotContain("s3cret");
    }
  }

  @Test
  void sendsWhatWasCountedLastBeforeItEnds() {
    try (MetricsReceiver receiver = MetricsReceiver.overHttp()) {
      ServiceProcess service =
          services.start(
              sendingTo(receiver.endpoint())
                  .withEnvironment("OTEL_METRIC_EXPORT_INTERVAL", "3600000"));
      service.client().reserveFlight(TRIP).expect(200);

      service.terminate();

      assertThat(service.awaitEnd(Duration.ofSeconds(25))).isIn(0, 143);
      assertThat(receiver.counter("reservations.started")).isOne();
    }
  }

  @Test
  void saysOnceThatTheCollectorTakesNothingAndOnceThatItDoesAgain() {
    try (MetricsReceiver receiver = MetricsReceiver.overHttp()) {
      receiver.answer(503);
      ServiceProcess service = services.start(sendingTo(receiver.endpoint()));

      await("a complaint").until(() -> lines(service, "does not take metrics").size() == 1);
      service.client().reserveFlight(TRIP).expect(200);
      await()
          .during(Duration.ofSeconds(2))
          .until(() -> lines(service, "does not take metrics").size() == 1);
      receiver.answer(200);

      await("metrics").until(() -> receiver.count() > 0);
      await("a line").until(() -> lines(service, "takes metrics again").size() == 1);
      assertThat(lines(service, "does not take metrics")).hasSize(1);
    }
  }

  @Test
  void aCollectorThatIsAwayHoldsNothingUp() {
    ServiceProcess service = services.start(sendingTo("http://127.0.0.1:" + Ports.free()));

    service.client().reserveFlight(TRIP).expect(200);
    service.terminate();

    assertThat(service.awaitEnd(Duration.ofSeconds(25))).isIn(0, 143);
    assertThat(lines(service, "does not take metrics")).hasSize(1);
  }

  @Test
  void doesNothingWithoutACollector() throws Exception {
    ServiceProcess service = services.start(services.launch());
    service.client().reserveFlight(TRIP).expect(200);

    assertThat(lines(service, "metrics")).isEmpty();
    Process threads =
        new ProcessBuilder("sh", "-c", "cat /proc/" + service.pid() + "/task/*/comm").start();
    List<String> names =
        new String(threads.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8)
            .lines()
            .toList();
    assertThat(names).isNotEmpty().noneMatch(name -> name.contains("otlp"));
  }

  private Launch sendingTo(String endpoint) {
    return services
        .launch()
        .withEnvironment("OTEL_EXPORTER_OTLP_ENDPOINT", endpoint)
        .withEnvironment("OTEL_METRIC_EXPORT_INTERVAL", "250");
  }

  private static List<String> lines(ServiceProcess service, String text) {
    return Stream.of(service.log()).flatMap(List::stream).filter(l -> l.contains(text)).toList();
  }
}
