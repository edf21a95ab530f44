package travel.saga.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dapr.durabletask.NewOrchestrationInstanceOptions;
import io.dapr.durabletask.OrchestrationMetadata;
import java.io.BufferedReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CrashTest {
  private static final Duration LONG = Duration.ofSeconds(60);

  @TempDir Path directory;

  @Test
  void refusesADirectoryThatAnotherProcessHolds() throws Exception {
    Process holder = KillTest.launch(directory, 1, 0);
    try (BufferedReader output = KillTest.output(holder)) {
      String line = output.readLine();
      while (line != null && !line.startsWith("started")) {
        line = output.readLine();
      }
      assertThat(line).isNotNull();
      assertThatThrownBy(() -> EmbeddedEngine.start(EngineSettings.of(directory)))
          .isInstanceOf(DataDirectoryInUseException.class)
          .hasMessageContaining(directory.toRealPath().toString())
          .hasMessageContaining("the process " + holder.pid())
          .hasMessageContaining("directory of its own");
    } finally {
      holder.destroyForcibly().waitFor();
    }
    EmbeddedEngine.start(EngineSettings.of(directory)).close();
  }

  @Test
  void refusesADirectoryThatAnotherEngineOfThisProcessHolds() {
    EmbeddedEngine first = EmbeddedEngine.start(EngineSettings.of(directory));
    assertThatThrownBy(() -> EmbeddedEngine.start(EngineSettings.of(directory)))
        .isInstanceOf(DataDirectoryInUseException.class);
    first.close();
    EmbeddedEngine.start(EngineSettings.of(directory)).close();
  }

  @Test
  void refusesDataOfALaterVersion() throws Exception {
    EmbeddedEngine.start(EngineSettings.of(directory)).close();
    DataFile.execute(directory, "PRAGMA user_version = 99");
    assertThatThrownBy(() -> EmbeddedEngine.start(EngineSettings.of(directory)))
        .isInstanceOf(EngineStartException.class)
        .hasMessageContaining("later version");
  }

  @Test
  void refusesAPathThatIsNoDirectory() throws Exception {
    Path file = Files.createFile(directory.resolve("file"));
    assertThatThrownBy(() -> EmbeddedEngine.start(EngineSettings.of(file)))
        .isInstanceOf(EngineStartException.class)
        .hasMessageContaining(file.toString());
  }

  @Test
  void goesOnWhereItWasWhenItIsStartedAgain() throws Exception {
    CountDownLatch reached = new CountDownLatch(1);
    CountDownLatch never = new CountDownLatch(1);
    List<String> firstStep = new ArrayList<>();
    EmbeddedEngine engine = EmbeddedEngine.start(EngineSettings.of(directory));
    WorkerHarness worker = WorkerHarness.on(engine);
    twoSteps(worker, firstStep, reached, never);
    schedule(worker);
    assertThat(reached.await(20, TimeUnit.SECONDS)).isTrue();
    engine.close();
    worker.close();
    engine = EmbeddedEngine.start(EngineSettings.of(directory));
    worker = WorkerHarness.on(engine);
    twoSteps(worker, firstStep, new CountDownLatch(1), new CountDownLatch(0));
    OrchestrationMetadata done = worker.client().waitForInstanceCompletion("it", LONG, true);
    assertThat(done.readOutputAs(String.class)).isEqualTo("both");
    assertThat(firstStep).hasSize(1);
    worker.close();
    engine.close();
  }

  @Test
  void firesATimerThatFellDueWhileItWasClosed() throws Exception {
    EmbeddedEngine engine = EmbeddedEngine.start(EngineSettings.of(directory));
    WorkerHarness worker = resting(WorkerHarness.on(engine));
    schedule(worker);
    engine.close();
    worker.close();
    try (EmbeddedEngine again = EmbeddedEngine.start(EngineSettings.of(directory));
        WorkerHarness other = resting(WorkerHarness.on(again))) {
      OrchestrationMetadata done = other.client().waitForInstanceCompletion("it", LONG, true);
      assertThat(done.readOutputAs(String.class)).isEqualTo("rested");
    }
  }

  private static WorkerHarness resting(WorkerHarness worker) {
    return worker
        .workflow(
            "it",
            ctx -> {
              ctx.createTimer(Duration.ofMillis(1200)).await();
              ctx.complete("rested");
            })
        .start();
  }

  private static void twoSteps(
      WorkerHarness worker, List<String> firstStep, CountDownLatch reached, CountDownLatch gate) {
    worker
        .activity(
            "first",
            ctx -> {
              firstStep.add("ran");
              return null;
            })
        .activity(
            "second",
            ctx -> {
              reached.countDown();
              await(gate);
              return null;
            })
        .workflow(
            "it",
            ctx -> {
              ctx.callActivity("first").await();
              ctx.callActivity("second").await();
              ctx.complete("both");
            })
        .start();
  }

  private static void await(CountDownLatch gate) {
    try {
      gate.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("the worker was closed", e);
    }
  }

  private static void schedule(WorkerHarness worker) {
    worker
        .client()
        .scheduleNewOrchestrationInstance(
            "it", new NewOrchestrationInstanceOptions().setInstanceId("it"));
  }
}
