package travel.saga.dapr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dapr.workflows.WorkflowActivity;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import travel.saga.engine.EngineSettings;
import travel.saga.reservation.Bookings;
import travel.saga.reservation.EngineUnavailableException;
import travel.saga.reservation.InMemoryReservations;
import travel.saga.reservation.NotifyRequest;
import travel.saga.reservation.Outcome;
import travel.saga.reservation.Rerun;
import travel.saga.reservation.Reservation;
import travel.saga.reservation.ReservationId;
import travel.saga.reservation.ReservationStatus;
import travel.saga.reservation.RetryMarks;
import travel.saga.reservation.Sagas.Phase;
import travel.saga.reservation.Sagas.Progress;
import travel.saga.reservation.Samples;
import travel.saga.reservation.Settled;
import travel.saga.reservation.StepGate;
import travel.saga.reservation.StepResult;
import travel.saga.reservation.Undoing;
import travel.saga.reservation.WorkflowId;
import travel.saga.reservation.saga.Backoff;
import travel.saga.reservation.saga.ReservationWorkflow;
import travel.saga.reservation.saga.SagaLimits;
import travel.saga.tracing.Tracing;

class DaprSagasTest {
  private static final ReservationId ID = new ReservationId("r1");
  private static final Reservation PENDING = Reservation.pending(ID, Samples.TRIP, Samples.START);
  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final SagaLimits LIMITS =
      new SagaLimits(
          SECOND,
          SECOND,
          new Backoff(SECOND, 2, SECOND),
          3,
          new Backoff(SECOND, 2, SECOND),
          Map.of());

  @TempDir Path directory;

  private final WorkerThreads threads = new WorkerThreads();
  private final CountDownLatch flightMayAnswer = new CountDownLatch(1);
  private EmbeddedLink link;
  private DaprSagas sagas;

  @BeforeEach
  void start() {
    link =
        new EmbeddedLink(
            EngineSettings.of(directory).withStartWait(Duration.ZERO), threads.items());
    sagas =
        new DaprSagas(
            new GrpcCalls(link.channel(), threads.callbacks(), Duration.ofSeconds(30)),
            () -> LIMITS,
            Tracing.off());
  }

  @AfterEach
  void stop() {
    flightMayAnswer.countDown();
    link.close();
    threads.shutdown();
  }

  @Test
  void knowsNoWorkflowThatWasNeverStarted() {
    assertThat(await(sagas.find(ID.saga()))).isEmpty();
  }

  @Test
  void leavesAWorkflowThatIsThereAlone() {
    await(sagas.start(PENDING));
    await(sagas.start(PENDING));

    assertThat(await(sagas.find(ID.saga())))
        .isEqualTo(Optional.of(new Progress(Phase.RUNNING, Bookings.NONE)));
  }

  @Test
  void waitsNoLongerThanAsked() {
    await(sagas.start(PENDING));

    assertThat(await(sagas.awaitEnd(ID.saga(), Duration.ofMillis(50)))).isFalse();
  }

  @Test
  void letsEveryoneGoWhenTheServiceStops() {
    CompletionStage<Boolean> waiting = sagas.awaitEnd(ID.saga(), Duration.ofHours(1));

    sagas.stopWaiting();

    assertThat(await(waiting)).isFalse();
    assertThat(await(sagas.awaitEnd(ID.saga(), Duration.ofHours(1)))).isFalse();
  }

  @Test
  void tellsTheEndOfAWorkflowThatWasRefused() throws InterruptedException {
    endByItself(PENDING);

    assertThat(await(sagas.find(ID.saga())).map(Progress::phase)).contains(Phase.COMPLETED);
  }

  private void endByItself(Reservation pending) throws InterruptedException {
    await(sagas.start(pending));
    CompletionStage<Boolean> waiting = sagas.awaitEnd(pending.workflow(), Duration.ofMinutes(1));
    WorkflowWorker worker = worker();
    worker.connect();
    flightMayAnswer.countDown();

    assertThat(await(waiting)).isTrue();
    worker.drain(Duration.ofSeconds(30));
  }

  @Test
  void startsTheAnnouncementUnderItsOwnId() {
    Outcome outcome = Samples.outcome(ReservationStatus.ATTENTION);
    await(
        sagas.announce(
            NotifyRequest.ofNews(PENDING.settle(outcome, Samples.START), ID.saga(), null), null));

    assertThat(await(sagas.find(new WorkflowId("r1~notify-attention")))).isPresent();
  }

  @Test
  void startsWhatUndoesUnderItsOwnId() {
    WorkflowId workflow = new WorkflowId("r1~undo-1");
    Outcome outcome = Samples.outcome(ReservationStatus.CANCELLED);

    await(sagas.undo(new Undoing(workflow, ID, List.of(), outcome, null)));
    await(sagas.undo(new Undoing(workflow, ID, List.of(), outcome, null)));

    assertThat(await(sagas.find(workflow)).map(Progress::phase)).contains(Phase.RUNNING);
  }

  @Test
  void saysThatTheEngineRefusesARerun() {
    WorkflowId rerun = new WorkflowId("r1~run-1");

    assertThat(await(sagas.rerun(rerun, new Rerun(ID.saga(), 0)))).as("of nothing").isFalse();
    await(sagas.start(PENDING));
    assertThat(await(sagas.rerun(rerun, new Rerun(ID.saga(), 0)))).as("of what runs").isFalse();
    assertThat(await(sagas.find(rerun))).isEmpty();
  }

  @Test
  void takesARerunThatIsThereForBegun() throws InterruptedException {
    WorkflowId rerun = new WorkflowId("r1~run-1");
    endByItself(PENDING);

    assertThat(await(sagas.rerun(rerun, new Rerun(ID.saga(), 99)))).as("no such event").isFalse();
    assertThat(await(sagas.rerun(rerun, new Rerun(ID.saga(), 0)))).isTrue();
    assertThat(await(sagas.rerun(rerun, new Rerun(ID.saga(), 0)))).isTrue();
    assertThat(await(sagas.find(rerun)).map(Progress::phase)).contains(Phase.RUNNING);
  }

  @Test
  void saysThatTheEngineIsUnavailableWhenItIsGone() {
    link.close();

    assertThatThrownBy(() -> await(sagas.start(PENDING)))
        .isInstanceOf(CompletionException.class)
        .hasCauseInstanceOf(EngineUnavailableException.class);
  }

  /** A worker whose flight step refuses, so that nothing but the failure's steps is called. */
  private WorkflowWorker worker() {
    var surroundings =
        new GuardedActivity.Surroundings(
            new StepGate(new InMemoryReservations()),
            new RetryMarks(new InMemoryReservations()),
            () -> SECOND,
            new SimpleMeterRegistry(),
            Tracing.off(),
            threads.timer());
    WorkflowActivity refuses =
        ctx -> {
          awaitUninterruptibly();
          return StepResult.refused("no_seats", "None.");
        };
    WorkflowActivity answers = ctx -> ctx.getInput(com.fasterxml.jackson.databind.JsonNode.class);
    WorkflowActivity settles = ctx -> new Settled(ReservationStatus.REJECTED);
    List<GuardedActivity> activities =
        List.of(
            new GuardedActivity("reserve-flight", refuses, surroundings),
            new GuardedActivity("cancel-flight", answers, surroundings),
            new GuardedActivity("notify-failure", settles, surroundings));
    GuardedWorkflow workflow =
        new GuardedWorkflow(ReservationWorkflow.NAME, new ReservationWorkflow());
    WorkItemRunner runner =
        new WorkItemRunner(
            new GrpcCalls(link.channel(), threads.callbacks(), Duration.ofSeconds(30)),
            Duration.ofSeconds(30),
            Tracing.off(),
            List.of(workflow),
            activities);
    return TestWorker.over(link, runner, threads);
  }

  private void awaitUninterruptibly() {
    CompletableFuture.runAsync(
            () -> {
              try {
                flightMayAnswer.await();
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            })
        .join();
  }

  private static <T> T await(CompletionStage<T> stage) {
    return stage.toCompletableFuture().join();
  }
}
