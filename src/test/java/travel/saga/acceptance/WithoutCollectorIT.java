package travel.saga.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import travel.saga.sidecar.Ports;

/** Traces are a by-catch: without a collector, or with one that is away, everything works. */
@Tag("embedded")
class WithoutCollectorIT {
  private static final Duration ENDS_WITHIN = Duration.ofSeconds(25);
  private static final int MANY = 300;

  @RegisterExtension final Services<EngineUnderTest> services = Services.perTest();

  @Test
  @Tag("native")
  void doesNothingWithoutAnEndpoint() {
    ServiceProcess service = services.start(Operator.known(services.launch()));

    String id = service.client().reserveFlight(TripRequest.to("rome")).expect(200).reservationId();

    assertThat(threads(service)).noneMatch(name -> name.startsWith("BatchSpan"));
    assertThat(service.log()).noneMatch(line -> line.contains("trace_id"));
    assertThat(Operator.of(service).execution(id).expect(200).body()).doesNotContain("trace_id");
    assertThat(services.ledger().eventsOf(id).toString()).doesNotContain("traceparent");
    assertThat(services.ledger().state(LedgerProbe.RESERVATION + id).toString())
        .doesNotContain("trace");
  }

  @Test
  void worksWhileTheCollectorIsAway() {
    expectUndisturbed("http://127.0.0.1:" + Ports.free());
  }

  @Test
  void worksWhileTheCollectorDoesNotAnswer() {
    try (TraceCollector hanging = TraceCollector.hanging()) {
      expectUndisturbed(hanging.endpoint());
    }
  }

  private void expectUndisturbed(String endpoint) {
    ServiceProcess service =
        services.start(
            services
                .launch()
                .withEnvironment("OTEL_EXPORTER_OTLP_ENDPOINT", endpoint)
                .with("quarkus.otel.bsp.schedule.delay", "50ms"));

    Load load =
        Load.of(MANY, i -> service.client().reserveFlightAsync(TripRequest.to("city-" + i)));
    load.awaitOver().expectOnly(200);
    assertThat(threads(service)).anyMatch(name -> name.startsWith("BatchSpan"));
    service.terminate();

    assertThat(service.awaitEnd(ENDS_WITHIN)).as("exit code").isZero();
    assertThat(service.log())
        .filteredOn(line -> line.contains("xport"))
        .as("lines about it")
        .hasSizeLessThan(20);
  }

  /** Names of its threads, of which the system keeps 15 characters. */
  private static List<String> threads(ServiceProcess service) {
    try (Stream<Path> tasks = Files.list(Path.of("/proc", service.pid() + "", "task"))) {
      return tasks.map(WithoutCollectorIT::nameOf).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String nameOf(Path task) {
    try {
      return Files.readString(task.resolve("comm")).strip();
    } catch (IOException ended) {
      return "";
    }
  }
}
