package travel.saga.acceptance;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.opentelemetry.proto.trace.v1.Span.SpanKind;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import travel.saga.acceptance.TraceCollector.Received;
import travel.saga.sidecar.SamplePartners;

/** What a collector is told of a reservation is one trace, whatever happens to it. */
class TraceIT {
  private static final Duration WITHIN = Duration.ofSeconds(60);
  private static final int ALWAYS = 1_000_000;
  private static final Set<String> COMPENSATIONS =
      Set.of("cancel-flight", "cancel-car", "refund-payment");

  @RegisterExtension final Services<EngineUnderTest> services = Services.perTest();

  private TraceCollector collector;
  private SamplePartners partners;

  @BeforeEach
  void start() {
    collector = TraceCollector.start();
    partners = SamplePartners.start(Map.of());
  }

  @AfterEach
  void end() {
    collector.close();
    partners.close();
  }

  @Test
  @Tag("native")
  void tellsEveryAttemptAndEveryCallOfAPartner() {
    ServiceProcess service = services.start(launch());
    partners.next(2, "payment/charge", "fail");

    Answer booked = service.client().reserveFlight(TripRequest.to("rome")).expect(200);

    String id = booked.reservationId();
    List<Received> trace = whole(awaitSpan(id, "notify-success"));
    assertThat(named(trace, "POST /reserveFlight"))
        .singleElement()
        .satisfies(
            request -> {
              assertThat(request.kind()).isEqualTo(SpanKind.SPAN_KIND_SERVER);
              assertThat(request.parent()).isEmpty();
            });
    assertThat(attempts(trace))
        .containsExactly(
            "reserve-flight 1 done",
            "reserve-car 1 done",
            "process-payment 1 fault",
            "process-payment 2 fault",
            "process-payment 3 done",
            "confirm-flight 1 done",
            "confirm-car 1 done",
            "notify-success 1 done");
    for (Received attempt : named(trace, "process-payment")) {
      assertThat(attempt.failed()).isEqualTo(attempt.attribute("outcome").equals("fault"));
      assertThat(attempt.attribute("reservation.id")).isEqualTo(id);
      assertThat(attempt.attribute("workflow.instance_id")).isEqualTo(id);
      assertThat(children(trace, attempt))
          .as("calls of the partner in attempt %s", attempt.attribute("attempt"))
          .singleElement()
          .satisfies(
              call -> {
                assertThat(call.name()).isEqualTo("POST /charges");
                assertThat(call.kind()).isEqualTo(SpanKind.SPAN_KIND_CLIENT);
              });
    }
    assertThat(trace.toString()).doesNotContain("hello", "there");
    expectLogged(service, id, trace.get(0).trace());
    expectShown(service, id, trace.get(0).trace());
    expectPublished(id, trace.get(0).trace());
  }

  /** A line of the log leads to the trace, and to what it is about. */
  private static void expectLogged(ServiceProcess service, String id, String traceId) {
    List<JsonNode> failures =
        service.log().stream()
            .filter(line -> line.contains("of process-payment failed"))
            .map(line -> LedgerProbe.json(line.getBytes(UTF_8)))
            .toList();
    assertThat(failures)
        .hasSize(2)
        .allSatisfy(
            line -> {
              assertThat(line.at("/mdc/trace_id").asText()).isEqualTo(traceId);
              assertThat(line.at("/mdc/span_id").asText()).matches("[0-9a-f]{16}");
              assertThat(line.at("/mdc/reservation_id").asText()).isEqualTo(id);
              assertThat(line.at("/mdc/step").asText()).isEqualTo("process-payment");
              assertThat(line.path("mdc").size()).as("in %s", line).isEqualTo(4);
            });
  }

  private static void expectShown(ServiceProcess service, String id, String traceId) {
    Answer execution = Operator.of(service).execution(id).expect(200);
    assertThat(execution.text("trace_id")).isEqualTo(traceId);
    for (JsonNode step : execution.json().path("steps")) {
      assertThat(Operator.each(step.path("attempts"), "trace_id")).containsOnly(traceId);
    }
    assertThat(Operator.of(service).get("/executions/" + id + "/history").body()).contains(traceId);
  }

  private void expectPublished(String id, String traceId) {
    await().until(() -> !services.ledger().eventsOf(id).isEmpty());
    assertThat(services.ledger().eventsOf(id).get(0).cloudEvent().path("traceparent").asText())
        .startsWith("00-" + traceId + "-");
  }

  @Test
  void goesOnInTheTraceOfACallerAndSpeaksGrpcWithACollectorToo() {
    ServiceProcess service =
        services.start(
            launch()
                .withEnvironment("OTEL_EXPORTER_OTLP_PROTOCOL", "grpc")
                .withEnvironment("OTEL_EXPORTER_OTLP_ENDPOINT", collector.grpcEndpoint()));
    String caller = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";

    String id =
        service
            .client()
            .reserve(TripRequest.to("rome"), "traceparent", caller)
            .expect(202)
            .reservationId();

    assertThat(awaitSpan(id, "notify-success"))
        .extracting(Received::trace)
        .containsOnly("4bf92f3577b34da6a3ce929d0e0e4736");
  }

  @Test
  @Tag("native")
  void staysInTheTraceAfterAKill() {
    ServiceProcess service = services.start(launch());
    partners.next(ALWAYS, "payment/charge", "fail");
    String id = service.client().reserve(TripRequest.to("rome")).expect(202).reservationId();
    String traceId = awaitSpan(id, "process-payment").get(0).trace();

    service.kill9();
    int before = attempts(collector.trace(traceId)).size();
    partners.restart(); // which forgets the switch, and not the books
    ServiceProcess next = services.restart(service);

    awaitStatus(next, id, "CONFIRMED");
    List<Received> trace = awaitSpan(id, "notify-success");
    assertThat(trace).extracting(Received::trace).containsOnly(traceId);
    assertThat(attempts(trace)).hasSizeGreaterThan(before);
    assertThat(named(trace, "confirm-flight")).isNotEmpty();
  }

  @Test
  void leavesOutWhatIsNotSampled() {
    ServiceProcess service =
        services.start(
            launch()
                .withEnvironment("OTEL_TRACES_SAMPLER_ARG", "0")
                .withEnvironment("OTEL_SERVICE_NAME", "trips"));
    String sampled = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";

    String left =
        service.client().reserveFlight(TripRequest.to("rome")).expect(200).reservationId();
    String id =
        service
            .client()
            .reserve(TripRequest.to("rome"), "traceparent", sampled)
            .expect(202)
            .reservationId();

    awaitSpan(id, "notify-success");
    assertThat(collector.spans())
        .noneMatch(span -> span.attribute("reservation.id").equals(left))
        .allMatch(span -> span.service().equals("trips"))
        .extracting(Received::trace)
        .containsOnly("4bf92f3577b34da6a3ce929d0e0e4736");
  }

  @Test
  void tellsWhatIsUndoneAndWhy() {
    ServiceProcess service = services.start(launch());

    String id =
        service
            .client()
            .reserveFlight(TripRequest.to("rome").failing("failCarRentalConfirmation"))
            .expectProblem(409)
            .reservationId();

    List<Received> trace = whole(awaitSpan(id, "notify-failure"));
    assertThat(attempts(trace)).contains("confirm-car 1 refused");
    assertThat(trace)
        .extracting(Received::name)
        .filteredOn(COMPENSATIONS::contains)
        .containsExactlyInAnyOrderElementsOf(COMPENSATIONS);
    assertThat(named(trace, "confirm-car")).noneMatch(Received::failed);
  }

  /**
   * A cancel is a request of its own, with a trace of its own, which leads to the reservation's.
   */
  @Test
  void undoesInTheTraceOfTheReservationWhateverRequestWantsIt() {
    ServiceProcess service = services.start(launch());
    String id = service.client().reserveFlight(TripRequest.to("rome")).expect(200).reservationId();
    String traceId = awaitSpan(id, "notify-success").get(0).trace();

    service.client().cancel(id).expect(202);
    awaitStatus(service, id, "CANCELLED");

    List<Received> trace = awaitSpan(id, "notify-failure");
    assertThat(trace).extracting(Received::trace).containsOnly(traceId);
    Received start = named(trace, "start compensation").get(0);
    await("the request to cancel")
        .atMost(WITHIN)
        .untilAsserted(
            () ->
                assertThat(collector.spans())
                    .filteredOn(span -> start.links().contains(span.id()))
                    .singleElement()
                    .satisfies(
                        cancel -> {
                          assertThat(cancel.name()).isEqualTo("POST /reservations/{id}/cancel");
                          assertThat(cancel.trace()).isNotEqualTo(traceId);
                          assertThat(cancel.links()).contains(start.id());
                        }));
  }

  private Launch launch() {
    Launch launch =
        Operator.known(services.launch())
            .sweepingOften()
            .withEnvironment("OTEL_EXPORTER_OTLP_ENDPOINT", collector.endpoint())
            .with("quarkus.otel.bsp.schedule.delay", "100ms");
    for (String partner : new String[] {"flight", "car", "payment"}) {
      launch = launch.with("reservations." + partner + ".url", partners.url(partner));
    }
    return launch;
  }

  /** The trace that has such a span of the reservation, once it has come. */
  private List<Received> awaitSpan(String reservation, String step) {
    Predicate<Received> sought =
        span -> span.name().equals(step) && span.attribute("reservation.id").equals(reservation);
    await(step + " of " + reservation)
        .atMost(WITHIN)
        .until(() -> collector.spans().stream().anyMatch(sought));
    List<String> traces =
        collector.spans().stream()
            .filter(span -> span.attribute("reservation.id").equals(reservation))
            .map(Received::trace)
            .distinct()
            .toList();
    assertThat(traces).hasSize(1);
    return collector.trace(traces.get(0));
  }

  /** Once nothing hangs in the air: who reads the trace sees one tree. */
  private List<Received> whole(List<Received> trace) {
    String id = trace.get(0).trace();
    await("the whole trace").atMost(WITHIN).until(() -> isTree(collector.trace(id)));
    return collector.trace(id);
  }

  private static boolean isTree(List<Received> trace) {
    Set<String> known = trace.stream().map(Received::id).collect(Collectors.toSet());
    return trace.stream()
        .allMatch(span -> span.parent().isEmpty() || known.contains(span.parent()));
  }

  private static List<String> attempts(List<Received> trace) {
    return trace.stream()
        .filter(span -> !span.attribute("attempt").isEmpty())
        .map(
            span -> span.name() + " " + span.attribute("attempt") + " " + span.attribute("outcome"))
        .toList();
  }

  private static List<Received> named(List<Received> trace, String name) {
    return trace.stream().filter(span -> span.name().equals(name)).toList();
  }

  private static List<Received> children(List<Received> trace, Received parent) {
    return trace.stream().filter(span -> span.parent().equals(parent.id())).toList();
  }

  private static void awaitStatus(ServiceProcess service, String id, String status) {
    await(id + " to be " + status)
        .atMost(WITHIN)
        .until(() -> service.client().reservation(id).text("status").equals(status));
  }
}
