package travel.saga.dapr;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.sdk.trace.data.SpanData;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import travel.saga.engine.EngineSettings;
import travel.saga.reservation.BookingKey;
import travel.saga.reservation.Bookings;
import travel.saga.reservation.Done;
import travel.saga.reservation.InMemoryReservations;
import travel.saga.reservation.NotifyRequest;
import travel.saga.reservation.OpenCompensation;
import travel.saga.reservation.Rerun;
import travel.saga.reservation.Reservation;
import travel.saga.reservation.ReservationId;
import travel.saga.reservation.ReservationStatus;
import travel.saga.reservation.RetryMarks;
import travel.saga.reservation.Samples;
import travel.saga.reservation.Settled;
import travel.saga.reservation.StepGate;
import travel.saga.reservation.StepResult;
import travel.saga.reservation.Trace;
import travel.saga.reservation.Undoing;
import travel.saga.reservation.WorkflowId;
import travel.saga.reservation.saga.Backoff;
import travel.saga.reservation.saga.CompensationWorkflow;
import travel.saga.reservation.saga.NotificationWorkflow;
import travel.saga.reservation.saga.ReservationWorkflow;
import travel.saga.reservation.saga.SagaLimits;
import travel.saga.tracing.RecordedTraces;

/** Every workflow of a reservation runs in the trace that its record names. */
class SagaTraceTest {
  private static final ReservationId ID = new ReservationId("r1");
  private static final String TRACE_ID = "4bf92f3577b34da6a3ce929d0e0e4736";
  private static final Trace TRACE = new Trace("00-" + TRACE_ID + "-00f067aa0ba902b7-01", null);
  private static final Reservation PENDING =
      new Reservation(
          ID,
          ReservationStatus.PENDING,
          Samples.TRIP,
          Bookings.NONE,
          null,
          List.of(),
          null,
          Samples.START,
          Samples.START,
          TRACE);
  private static final Duration SHORT = Duration.ofMillis(10);
  private static final Duration LONG = Duration.ofSeconds(30);
  private static final SagaLimits LIMITS =
      new SagaLimits(
          LONG, LONG, new Backoff(SHORT, 2, SHORT), 3, new Backoff(SHORT, 2, SHORT), Map.of());

  private final WorkerThreads threads = new WorkerThreads();
  private final RecordedTraces recorded = new RecordedTraces();
  private final InMemoryReservations reservations = new InMemoryReservations();
  private final AtomicInteger calls = new AtomicInteger();

  @TempDir Path directory;

  private EmbeddedLink link;
  private DaprSagas sagas;
  private WorkflowWorker worker;

  @BeforeEach
  void start() {
    reservations.put(PENDING);
    link =
        new EmbeddedLink(
            EngineSettings.of(directory).withStartWait(Duration.ZERO), threads.items());
    GrpcCalls traced =
        new GrpcCalls(
            TracedCalls.over(link.channel(), recorded.tracing()), threads.callbacks(), LONG);
    sagas = new DaprSagas(traced, () -> LIMITS, recorded.tracing());
    worker = worker(traced);
    worker.connect();
  }

  @AfterEach
  void stop() throws InterruptedException {
    worker.drain(LONG);
    link.close();
    threads.shutdown();
  }

  /** As the sweep does it, which belongs to no request. */
  @Test
  void runsASagaInTheTraceOfTheRecordAndEachAttemptWithASpan() {
    await(sagas.start(PENDING));
    awaitEnd(ID.saga());

    SpanData started = recorded.only("start reservation");
    assertThat(started.getParentSpanId()).isEqualTo("00f067aa0ba902b7");
    assertThat(recorded.spans()).extracting(SpanData::getTraceId).containsOnly(TRACE_ID);
    assertThat(attempts())
        .containsExactly(
            "r1 reserve-flight 1 fault",
            "r1 reserve-flight 2 refused",
            "r1 cancel-flight 1 done",
            "r1 notify-failure 1 done");
    assertThat(recorded.spans())
        .filteredOn(span -> span.getAttributes().get(AttributeKey.longKey("attempt")) != null)
        .extracting(SpanData::getParentSpanId)
        .containsOnly(started.getSpanId());
  }

  @Test
  void goesOnInItWithARerun() {
    WorkflowId rerun = new WorkflowId("r1~run-1");
    await(sagas.start(PENDING));
    awaitEnd(ID.saga());

    assertThat(await(sagas.rerun(rerun, new Rerun(ID.saga(), 0)))).isTrue();
    awaitEnd(rerun);

    assertThat(recorded.spans()).extracting(SpanData::getTraceId).containsOnly(TRACE_ID);
    assertThat(attempts()).contains("r1~run-1 reserve-flight 1 refused");
  }

  @Test
  void undoesAndAnnouncesInIt() {
    WorkflowId undo = new WorkflowId("r1~undo-1");
    var open = new OpenCompensation("cancel-flight", new BookingKey("r1-flight"), 0);
    await(
        sagas.undo(
            new Undoing(
                undo, ID, List.of(open), Samples.outcome(ReservationStatus.CANCELLED), TRACE)));
    awaitEnd(undo);
    Reservation rejected =
        PENDING.settle(Samples.outcome(ReservationStatus.REJECTED), Samples.START);
    NotifyRequest news = NotifyRequest.ofNews(rejected, ID.saga(), null);
    await(sagas.announce(news, rejected.trace()));
    awaitEnd(news.notificationWorkflow());

    assertThat(recorded.spans()).extracting(SpanData::getTraceId).containsOnly(TRACE_ID);
    assertThat(attempts())
        .containsExactly(
            "r1~undo-1 cancel-flight 1 done",
            "r1~undo-1 notify-failure 1 done",
            news.notificationWorkflow() + " notify-failure 1 done");
  }

  private List<String> attempts() {
    return recorded.spans().stream()
        .filter(span -> span.getAttributes().get(AttributeKey.longKey("attempt")) != null)
        .map(
            span ->
                String.join(
                    " ",
                    span.getAttributes().get(AttributeKey.stringKey("workflow.instance_id")),
                    span.getName(),
                    span.getAttributes().get(AttributeKey.longKey("attempt")).toString(),
                    span.getAttributes().get(AttributeKey.stringKey("outcome"))))
        .toList();
  }

  private void awaitEnd(WorkflowId workflow) {
    assertThat(await(sagas.awaitEnd(workflow, LONG))).isTrue();
  }

  private WorkflowWorker worker(GrpcCalls traced) {
    var surroundings =
        new GuardedActivity.Surroundings(
            new StepGate(reservations),
            new RetryMarks(reservations),
            () -> LONG,
            new SimpleMeterRegistry(),
            recorded.tracing(),
            threads.timer());
    List<GuardedActivity> activities =
        List.of(
            new GuardedActivity(
                "reserve-flight",
                ctx -> {
                  if (calls.incrementAndGet() == 1) {
                    throw new IllegalStateException("no line");
                  }
                  return StepResult.refused("no_seats", "None.");
                },
                surroundings),
            new GuardedActivity(
                "cancel-flight",
                ctx -> StepResult.done(new Done(new BookingKey("r1-flight"))),
                surroundings),
            new GuardedActivity(
                "notify-failure", ctx -> new Settled(ReservationStatus.REJECTED), surroundings));
    WorkItemRunner runner =
        new WorkItemRunner(
            traced,
            LONG,
            recorded.tracing(),
            List.of(
                new GuardedWorkflow(ReservationWorkflow.NAME, new ReservationWorkflow()),
                new GuardedWorkflow(CompensationWorkflow.NAME, new CompensationWorkflow()),
                new GuardedWorkflow(NotificationWorkflow.NAME, new NotificationWorkflow())),
            activities);
    return TestWorker.over(link, runner, threads);
  }

  private static <T> T await(CompletionStage<T> stage) {
    return stage.toCompletableFuture().join();
  }
}
