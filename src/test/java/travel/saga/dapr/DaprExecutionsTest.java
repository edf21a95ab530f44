package travel.saga.dapr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.databind.JsonNode;
import io.dapr.workflows.WorkflowActivity;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import travel.saga.engine.EngineSettings;
import travel.saga.execution.Attempt;
import travel.saga.execution.Execution;
import travel.saga.execution.ExecutionCounts;
import travel.saga.execution.ExecutionFocus;
import travel.saga.execution.ExecutionPage;
import travel.saga.execution.ExecutionQuery;
import travel.saga.execution.ExecutionStatus;
import travel.saga.execution.ExecutionSummary;
import travel.saga.execution.HistoryEvent;
import travel.saga.execution.HistoryPage;
import travel.saga.execution.NoSuchExecutionException;
import travel.saga.execution.StepRun;
import travel.saga.execution.StepStatus;
import travel.saga.execution.UndoPairs;
import travel.saga.reservation.Booking;
import travel.saga.reservation.Done;
import travel.saga.reservation.InMemoryReservations;
import travel.saga.reservation.Reservation;
import travel.saga.reservation.ReservationId;
import travel.saga.reservation.ReservationStatus;
import travel.saga.reservation.RetryMarks;
import travel.saga.reservation.Samples;
import travel.saga.reservation.Settled;
import travel.saga.reservation.StepGate;
import travel.saga.reservation.StepResult;
import travel.saga.reservation.WireFormat;
import travel.saga.reservation.saga.Backoff;
import travel.saga.reservation.saga.Compensation;
import travel.saga.reservation.saga.ReservationWorkflow;
import travel.saga.reservation.saga.SagaLimits;
import travel.saga.tracing.Tracing;

/** The executions of the real saga on the embedded engine. */
class DaprExecutionsTest {
  private static final ReservationId ID = new ReservationId("r1");
  private static final Reservation PENDING = Reservation.pending(ID, Samples.TRIP, Samples.START);
  private static final Duration LONG = Duration.ofSeconds(30);
  private static final Backoff AT_ONCE = new Backoff(Duration.ofMillis(2), 1, Duration.ofMillis(2));
  private static final SagaLimits LIMITS =
      new SagaLimits(LONG, LONG, AT_ONCE, 3, AT_ONCE, Map.of());

  @TempDir Path directory;

  private final WorkerThreads threads = new WorkerThreads();
  private final InMemoryReservations reservations = new InMemoryReservations();
  private final AtomicInteger flightFaults = new AtomicInteger();
  private final List<String> conversions = new CopyOnWriteArrayList<>();
  private EmbeddedLink link;
  private DaprSagas sagas;
  private DaprInstances instances;
  private DaprExecutions executions;

  @BeforeEach
  void start() {
    link =
        new EmbeddedLink(
            EngineSettings.of(directory).withStartWait(Duration.ZERO), threads.items());
    GrpcCalls calls = new GrpcCalls(link.channel(), threads.callbacks(), LONG);
    sagas = new DaprSagas(calls, () -> LIMITS, Tracing.off());
    instances = new DaprInstances(calls);
    executions =
        new DaprExecutions(
            instances,
            new ListedInstances(link.instances().orElseThrow(), reservations),
            new UndoPairs(Compensation.byStep()),
            task -> threads.items().execute(noted(task)));
  }

  @AfterEach
  void stop() {
    link.close();
    threads.shutdown();
  }

  @Test
  void knowsNothingOfAnExecutionThatIsNotThere() {
    assertThat(await(executions.find("nobody"))).isEmpty();
    assertThat(await(executions.history("nobody", 0, 1))).isEmpty();
  }

  /** Purged since it was looked up. */
  @Test
  void saysThatTheHistoryHasGone() {
    assertThatThrownBy(() -> await(instances.events("nobody")))
        .hasCauseInstanceOf(NoSuchExecutionException.class);
  }

  @Test
  void showsAnExecutionThatNoWorkerHasTouched() {
    await(sagas.start(PENDING));

    Execution execution = await(executions.find("r1")).orElseThrow();
    assertThat(execution.summary().status()).isEqualTo(ExecutionStatus.PENDING);
    assertThat(execution.summary().workflow()).isEqualTo("reservation");
    assertThat(execution.summary().endedAt()).isNull();
    assertThat(execution.input()).contains("London");
    assertThat(execution.output()).isNull();
    assertThat(execution.steps()).isEmpty();
  }

  @Test
  void listsAFocusByTheRecordsAndSaysHowTheEngineStandsToEach() throws InterruptedException {
    flightFaults.set(1);
    reservations.put(PENDING);
    ReservationId purged = new ReservationId("r0");
    reservations.put(Samples.record(purged, ReservationStatus.ATTENTION));
    runToTheEnd();

    assertThat(await(executions.list(focus(ExecutionFocus.RETRYING))).executions())
        .as("the record is still open, and the engine knows more than it")
        .extracting(ExecutionSummary::id, ExecutionSummary::status)
        .containsExactly(tuple("r1", ExecutionStatus.COMPLETED));
    assertThat(await(executions.list(focus(ExecutionFocus.ATTENTION))).executions())
        .extracting(ExecutionSummary::id, ExecutionSummary::status)
        .containsExactly(tuple("r0", ExecutionStatus.COMPLETED));
    assertThat(await(executions.counts()))
        .isEqualTo(new ExecutionCounts(Map.of(ExecutionStatus.COMPLETED, 1L), 1, 1, null));
  }

  private static ExecutionQuery focus(ExecutionFocus focus) {
    return new ExecutionQuery(focus, null, null, null, null, null, null, 10);
  }

  @Test
  void readsAPageAgainFromItsFirstRowOn() {
    for (int i = 1; i <= 3; i++) {
      await(sagas.start(Samples.record(new ReservationId("r" + i), ReservationStatus.PENDING)));
    }
    ExecutionPage page = list(null, 2);
    await(sagas.start(Samples.record(new ReservationId("r4"), ReservationStatus.PENDING)));

    assertThat(list(page.here(), 2)).isEqualTo(page);
    assertThat(list(list(page.next(), 2).here(), 2).executions())
        .extracting(ExecutionSummary::id)
        .containsExactly("r1");
  }

  private ExecutionPage list(@Nullable String cursor, int limit) {
    return await(
        executions.list(
            new ExecutionQuery(ExecutionFocus.ALL, null, null, null, null, null, cursor, limit)));
  }

  @Test
  void showsEachAttemptAndWhichCompensationUndidAStep() throws InterruptedException {
    flightFaults.set(1);
    runToTheEnd();

    Execution execution = await(executions.find("r1")).orElseThrow();

    assertThat(execution.summary().status()).isEqualTo(ExecutionStatus.COMPLETED);
    assertThat(execution.output()).contains("REJECTED");
    assertThat(execution.failure()).isNull();
    assertThat(execution.steps())
        .extracting(StepRun::name, StepRun::status, StepRun::compensation, StepRun::undoneBy)
        .containsExactly(
            tuple("reserve-flight", StepStatus.COMPLETED, false, "cancel-flight"),
            tuple("reserve-car", StepStatus.REFUSED, false, "cancel-car"),
            tuple("cancel-car", StepStatus.COMPLETED, true, null),
            tuple("cancel-flight", StepStatus.COMPLETED, true, null),
            tuple("notify-failure", StepStatus.COMPLETED, false, null));
    List<Attempt> attempts = execution.steps().get(0).attempts();
    assertThat(attempts)
        .extracting(Attempt::number, Attempt::status)
        .containsExactly(tuple(1, StepStatus.FAILED), tuple(2, StepStatus.COMPLETED));
    assertThat(String.valueOf(attempts.get(0).error())).contains("no line");
    assertThat(attempts.get(1).input()).contains("r1-flight");
    assertThat(attempts.get(1).output()).contains("F-1");
    assertThat(attempts.get(1).startedAt()).isAfterOrEqualTo(attempts.get(0).endedAt());
  }

  @Test
  void tellsTheRawEventsInTheProtocolsJson() throws InterruptedException, IOException {
    runToTheEnd();

    HistoryPage page = await(executions.history("r1", 0, 500)).orElseThrow();
    List<HistoryEvent> events = page.events();

    assertThat(page.next()).isNull();
    assertThat(events).extracting(HistoryEvent::number).startsWith(0, 1, 2);
    assertThat(events)
        .extracting(HistoryEvent::type)
        .contains("ExecutionStarted", "TaskScheduled", "TaskCompleted", "ExecutionCompleted");
    HistoryEvent called =
        events.stream()
            .filter(event -> event.type().equals("TaskScheduled"))
            .findFirst()
            .orElseThrow();
    JsonNode json = WireFormat.MAPPER.readTree(called.json());
    assertThat(json.at("/taskScheduled/name").asText()).isEqualTo("reserve-flight");
    assertThat(json.at("/taskScheduled/input").asText()).contains("\"reservation_id\":\"r1\"");
    assertThat(json.path("timestamp").asText()).startsWith(called.at().toString().substring(0, 19));
  }

  @Test
  void tellsAPageOfTheRawEventsAndWhereTheNextBegins() throws InterruptedException {
    runToTheEnd();
    List<HistoryEvent> all = await(executions.history("r1", 0, 500)).orElseThrow().events();

    assertThat(await(executions.history("r1", 1, 2)))
        .contains(new HistoryPage(all.subList(1, 3), 3));
    assertThat(await(executions.history("r1", all.size() - 2, 2)))
        .contains(new HistoryPage(all.subList(all.size() - 2, all.size()), null));
    for (int behind : List.of(all.size(), all.size() + 1, 999_999_999)) {
      assertThat(await(executions.history("r1", behind, 1000)))
          .contains(new HistoryPage(List.of(), null));
    }
  }

  @Test
  void holdsNoThreadOfTheEnginesAnswersWhileItTurnsEventsIntoJson() {
    await(sagas.start(PENDING));

    await(executions.history("r1", 0, 500));

    assertThat(conversions).containsExactly("saga-worker");
  }

  private void runToTheEnd() throws InterruptedException {
    WorkflowWorker worker = worker();
    worker.connect();
    await(sagas.start(PENDING));
    assertThat(await(sagas.awaitEnd(ID.saga(), LONG))).isTrue();
    worker.drain(LONG);
  }

  private Runnable noted(Runnable task) {
    return () -> {
      conversions.add(Thread.currentThread().getName().replaceAll("-\\d+$", ""));
      task.run();
    };
  }

  private WorkflowWorker worker() {
    WorkflowActivity flight =
        ctx -> {
          if (flightFaults.getAndDecrement() > 0) {
            throw new IllegalStateException("no line");
          }
          return StepResult.done(new Booking("F-1", Booking.Status.HELD, Samples.euros("1.00")));
        };
    WorkflowActivity undone = ctx -> StepResult.done(new Done(ID.key("x")));
    GuardedWorkflow workflow =
        new GuardedWorkflow(ReservationWorkflow.NAME, new ReservationWorkflow());
    WorkItemRunner runner =
        new WorkItemRunner(
            new GrpcCalls(link.channel(), threads.callbacks(), LONG),
            LONG,
            Tracing.off(),
            List.of(workflow),
            List.of(
                guarded("reserve-flight", flight),
                guarded("reserve-car", ctx -> StepResult.refused("no_cars", "None.")),
                guarded("cancel-car", undone),
                guarded("cancel-flight", undone),
                guarded("notify-failure", ctx -> new Settled(ReservationStatus.REJECTED))));
    return TestWorker.over(link, runner, threads);
  }

  private GuardedActivity guarded(String name, WorkflowActivity activity) {
    return new GuardedActivity(
        name,
        activity,
        new GuardedActivity.Surroundings(
            new StepGate(reservations),
            new RetryMarks(reservations),
            () -> LONG,
            new SimpleMeterRegistry(),
            Tracing.off(),
            threads.timer()));
  }

  private static <T> T await(CompletionStage<T> stage) {
    return stage.toCompletableFuture().join();
  }
}
