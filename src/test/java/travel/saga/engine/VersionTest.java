package travel.saga.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.dapr.durabletask.NewOrchestrationInstanceOptions;
import io.dapr.durabletask.TaskOrchestration;
import io.dapr.durabletask.implementation.protobuf.OrchestratorService.GetInstanceRequest;
import io.dapr.durabletask.implementation.protobuf.OrchestratorService.OrchestrationStatus;
import io.dapr.durabletask.implementation.protobuf.TaskHubSidecarServiceGrpc;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Runs begin with the newest code that a worker has, and stay with it. */
class VersionTest extends EngineTest {
  @BeforeEach
  void beginWithTheFirstVersion() {
    worker.workflow("it", "v1", true, answering("one")).start();
    schedule("old");
    worker.close();
  }

  @Test
  void staysWithTheVersionThatItBeganWith() throws Exception {
    worker = both();
    schedule("new");
    worker.client().raiseEvent("old", "go");
    worker.client().raiseEvent("new", "go");
    assertThat(output("old")).isEqualTo("one");
    assertThat(output("new")).isEqualTo("two");
  }

  @Test
  void waitsForAWorkerThatHasItsVersion() throws Exception {
    worker = WorkerHarness.on(engine).workflow("it", "v2", true, answering("two")).start();
    worker.client().raiseEvent("old", "go");
    await().until(() -> status("old") == OrchestrationStatus.ORCHESTRATION_STATUS_STALLED);
    schedule("new");
    worker.client().raiseEvent("new", "go");
    assertThat(output("new")).isEqualTo("two");
    worker.close();
    worker = both();
    assertThat(output("old")).isEqualTo("one");
  }

  private WorkerHarness both() {
    return WorkerHarness.on(engine)
        .workflow("it", "v1", false, answering("one"))
        .workflow("it", "v2", true, answering("two"))
        .start();
  }

  private static TaskOrchestration answering(String output) {
    return ctx -> {
      ctx.createTimer(Duration.ofMillis(1))
          .await(); // has the id that a missing version answers with
      ctx.waitForExternalEvent("go").await();
      ctx.complete(output);
    };
  }

  private void schedule(String id) {
    worker
        .client()
        .scheduleNewOrchestrationInstance(
            "it", new NewOrchestrationInstanceOptions().setInstanceId(id));
  }

  private OrchestrationStatus status(String id) {
    return TaskHubSidecarServiceGrpc.newBlockingStub(worker.channel())
        .getInstance(GetInstanceRequest.newBuilder().setInstanceId(id).build())
        .getOrchestrationState()
        .getOrchestrationStatus();
  }

  private String output(String id) throws Exception {
    return worker.client().waitForInstanceCompletion(id, LONG, true).readOutputAs(String.class);
  }
}
