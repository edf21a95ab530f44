package travel.saga.dapr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import travel.saga.engine.EngineSettings;
import travel.saga.execution.ExecutionRefusedException;
import travel.saga.execution.ExecutionStatus;
import travel.saga.execution.NoSuchExecutionException;
import travel.saga.reservation.EngineUnavailableException;
import travel.saga.reservation.Reservation;
import travel.saga.reservation.ReservationId;
import travel.saga.reservation.Samples;
import travel.saga.reservation.saga.Backoff;
import travel.saga.reservation.saga.SagaLimits;
import travel.saga.tracing.Tracing;

/** On the embedded engine, without a worker; with one, and on a sidecar: ExecutionControlIT. */
class DaprExecutionControlTest {
  private static final Duration SHORT = Duration.ofMillis(100);
  private static final Duration LONG = Duration.ofSeconds(30);
  private static final Backoff BACKOFF = new Backoff(LONG, 1, LONG);
  private static final SagaLimits LIMITS =
      new SagaLimits(LONG, LONG, BACKOFF, 3, BACKOFF, Map.of());
  private static final Reservation PENDING =
      Reservation.pending(new ReservationId("r1"), Samples.TRIP, Samples.START);

  @TempDir Path directory;

  private final WorkerThreads threads = new WorkerThreads();
  private EmbeddedLink link;
  private GrpcCalls calls;
  private DaprInstances instances;
  private DaprExecutionControl control;

  @BeforeEach
  void start() {
    link =
        new EmbeddedLink(
            EngineSettings.of(directory).withStartWait(Duration.ZERO), threads.items());
    calls = new GrpcCalls(link.channel(), threads.callbacks(), LONG);
    instances = new DaprInstances(calls);
    control = new DaprExecutionControl(calls, LONG);
    await(new DaprSagas(calls, () -> LIMITS, Tracing.off()).start(PENDING));
  }

  @AfterEach
  void stop() {
    link.close();
    threads.shutdown();
  }

  @Test
  void saysThatThereIsNone() {
    for (CompletionStage<Void> told :
        List.of(
            control.suspend("nobody", null),
            control.resume("nobody", null),
            control.terminate("nobody", null),
            control.purge("nobody"))) {
      assertThatThrownBy(() -> await(told)).hasCauseInstanceOf(NoSuchExecutionException.class);
    }
  }

  @Test
  void endsAnExecutionThatNoWorkerWorksOnAndForgetsIt() {
    await(control.terminate("r1", "a \"reason\""));

    assertThat(status()).isEqualTo(ExecutionStatus.TERMINATED);
    assertThat(await(instances.state("r1")).orElseThrow().getOutput().getValue())
        .isEqualTo("\"a \\\"reason\\\"\"");
    await(control.purge("r1"));
    assertThat(await(instances.summary("r1"))).isEmpty();
  }

  @Test
  void doesNotWaitForEverForAWorker() {
    await(new DaprExecutionControl(calls, SHORT).suspend("r1", "a reason"));

    assertThat(status()).as("no turn has taken it up").isEqualTo(ExecutionStatus.PENDING);
  }

  @Test
  void refusesWhatDoesNotFitTheState() {
    assertThatThrownBy(() -> await(control.purge("r1")))
        .hasCauseInstanceOf(ExecutionRefusedException.class)
        .hasMessageContaining("not ended");
  }

  @Test
  void saysThatTheEngineIsAway() {
    link.close();

    assertThatThrownBy(() -> await(control.terminate("r1", null)))
        .hasCauseInstanceOf(EngineUnavailableException.class);
  }

  private ExecutionStatus status() {
    return await(instances.summary("r1")).orElseThrow().status();
  }

  private static <T> T await(CompletionStage<T> stage) {
    return stage.toCompletableFuture().join();
  }
}
