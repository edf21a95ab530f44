package travel.saga.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.dapr.durabletask.OrchestrationMetadata;
import io.dapr.durabletask.implementation.protobuf.OrchestratorService.GetInstanceHistoryRequest;
import io.dapr.durabletask.implementation.protobuf.OrchestratorService.HistoryEvent;
import io.dapr.durabletask.implementation.protobuf.TaskHubSidecarServiceGrpc;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import travel.saga.Scale;
import travel.saga.engine.history.Events;

/** A process that is really killed, again and again, while its workflows run. */
class KillTest {
  private static final int RUNS = 1_000;
  private static final int KILLS = Scale.of(5, 50);

  private static final int MOST_STEPS_BEFORE_A_KILL = 40;

  /** Steps that a process may do beyond those, so few that all runs cannot end in all its lives. */
  private static final int STEPS_UNDER_WAY = 64;

  @TempDir Path directory;

  @Test
  void losesNothingThatWasAcknowledgedHoweverOftenItIsKilled() throws Exception {
    Random random = new Random(5);
    Set<String> acknowledged = new HashSet<>();
    for (int i = 0; i < KILLS; i++) {
      int leastStarted = i == 0 ? 0 : RUNS; // once while they are started
      runAndKill(leastStarted, random.nextInt(MOST_STEPS_BEFORE_A_KILL), acknowledged);
    }
    try (EmbeddedEngine engine = EmbeddedEngine.start(EngineSettings.of(directory));
        WorkerHarness worker =
            CrashingService.register(WorkerHarness.on(engine), () -> {}).start()) {
      for (String id : acknowledged) {
        assertThat(worker.client().getInstanceMetadata(id, false).isInstanceFound())
            .as(id)
            .isTrue();
      }
      CrashingService.startAll(worker, RUNS, id -> {});
      for (int i = 0; i < RUNS; i++) {
        String id = "run-" + i;
        OrchestrationMetadata done = CrashingService.await(worker, id);
        assertThat(done.readOutputAs(Integer.class)).as(id).isEqualTo(CrashingService.STEPS);
        assertThat(history(worker, id)).as(id).satisfies(KillTest::assertNoGap);
      }
    }
    for (String table : List.of("task", "timer", "inbox")) {
      assertThat(DataFile.count(directory, table)).as(table).isZero();
    }
  }

  /** Kills the process when it has said so much; at no steps as soon as the rest is true. */
  private void runAndKill(int leastStarted, int steps, Set<String> acknowledged) throws Exception {
    Process process = launch(directory, RUNS, steps + STEPS_UNDER_WAY);
    int done = 0;
    boolean killed = false;
    try (BufferedReader output = output(process)) {
      String line;
      while ((line = output.readLine()) != null) {
        if (line.startsWith("started ")) {
          acknowledged.add(line.substring("started ".length()));
        } else if (line.equals("step")) {
          done++;
        }
        if (!killed && done >= steps && acknowledged.size() >= leastStarted) {
          killed = process.toHandle().destroyForcibly(); // SIGKILL; what it said can still be read
        }
      }
    } finally {
      process.destroyForcibly().waitFor();
    }
    assertThat(killed).as("it ended by itself").isTrue();
  }

  static Process launch(Path directory, int runs, int mostSteps) throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:TieredStopAtLevel=1", // it does not live long
            "-cp",
            System.getProperty("java.class.path"),
            CrashingService.class.getName(),
            directory.toString(),
            Integer.toString(runs),
            Integer.toString(mostSteps))
        .redirectError(ProcessBuilder.Redirect.DISCARD)
        .start();
  }

  static BufferedReader output(Process process) {
    return new BufferedReader(
        new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
  }

  private static List<HistoryEvent> history(WorkerHarness worker, String id) {
    return TaskHubSidecarServiceGrpc.newBlockingStub(worker.channel())
        .getInstanceHistory(GetInstanceHistoryRequest.newBuilder().setInstanceId(id).build())
        .getEventsList();
  }

  private static void assertNoGap(List<? extends HistoryEvent> history) {
    List<Integer> actions = new ArrayList<>();
    List<Integer> outcomes = new ArrayList<>();
    List<Long> turns = new ArrayList<>();
    int begins = 0;
    for (HistoryEvent event : history) {
      switch (event.getEventTypeCase()) {
        case EXECUTIONSTARTED -> begins++;
        case ORCHESTRATORSTARTED -> turns.add(Events.instant(event.getTimestamp()).toEpochMilli());
        case TASKCOMPLETED -> outcomes.add(event.getTaskCompleted().getTaskScheduledId());
        case TIMERFIRED -> outcomes.add(event.getTimerFired().getTimerId());
        default -> actions.add(event.getEventId());
      }
    }
    assertThat(begins).isEqualTo(1);
    assertThat(actions).containsExactly(0, 1, 2, 3, 4, 5, 6, 7); // a timer, and the end
    assertThat(outcomes).containsExactly(0, 1, 2, 3, 4, 5, 6);
    assertThat(turns).isSorted().doesNotHaveDuplicates();
  }
}
