package travel.saga.conformance;

import static io.dapr.workflows.client.WorkflowRuntimeStatus.COMPLETED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.StringValue;
import io.dapr.durabletask.implementation.protobuf.OrchestratorService.ActivityResponse;
import io.dapr.durabletask.implementation.protobuf.OrchestratorService.CompleteOrchestrationAction;
import io.dapr.durabletask.implementation.protobuf.OrchestratorService.HistoryEvent;
import io.dapr.durabletask.implementation.protobuf.OrchestratorService.OrchestrationStatus;
import io.dapr.durabletask.implementation.protobuf.OrchestratorService.OrchestratorAction;
import io.dapr.durabletask.implementation.protobuf.OrchestratorService.OrchestratorResponse;
import io.grpc.StatusRuntimeException;
import java.util.List;
import java.util.concurrent.TimeoutException;

/** What an engine keeps, and what it does not let in. */
class StorageIT {
  /** Injected by the raw calls: the SDK does not answer twice. An engine may refuse them. */
  @Scenario(number = 64, name = "completions that come again or too late change nothing")
  void forgedCompletions(Rig rig) throws TimeoutException {
    String step = rig.activity(ctx -> "real");
    String id =
        rig.start(
            ctx -> {
              String result = ctx.callActivity(step, String.class).await();
              ctx.waitForExternalEvent("go").await();
              ctx.complete(result);
            });
    await().atMost(Rig.LONG).until(() -> completedTasks(rig, id).size() == 1);
    ignoredOrRefused(() -> rig.protocol().stub().completeActivityTask(activity(id)));
    ignoredOrRefused(() -> rig.protocol().stub().completeOrchestratorTask(turn(id)));
    rig.client().raiseEvent(id, "go", null);
    assertThat(rig.end(id).readOutputAs(String.class)).isEqualTo("real");
    ignoredOrRefused(() -> rig.protocol().stub().completeActivityTask(activity(id)));
    ignoredOrRefused(() -> rig.protocol().stub().completeOrchestratorTask(turn(id)));
    assertThat(rig.state(id).readOutputAs(String.class)).isEqualTo("real");
    assertThat(completedTasks(rig, id)).hasSize(1);
  }

  private static List<HistoryEvent> completedTasks(Rig rig, String id) {
    return rig.protocol().history(id).stream().filter(HistoryEvent::hasTaskCompleted).toList();
  }

  private static ActivityResponse activity(String id) {
    return ActivityResponse.newBuilder()
        .setInstanceId(id)
        .setTaskId(0)
        .setResult(StringValue.of("\"forged\""))
        .build();
  }

  private static OrchestratorResponse turn(String id) {
    return OrchestratorResponse.newBuilder()
        .setInstanceId(id)
        .addActions(
            OrchestratorAction.newBuilder()
                .setId(7)
                .setCompleteOrchestration(
                    CompleteOrchestrationAction.newBuilder()
                        .setOrchestrationStatus(OrchestrationStatus.ORCHESTRATION_STATUS_COMPLETED)
                        .setResult(StringValue.of("\"forged\""))))
        .build();
  }

  private static void ignoredOrRefused(Runnable call) {
    try {
      call.run();
    } catch (StatusRuntimeException refused) {
      assertThat(refused).hasMessageNotContaining("DEADLINE_EXCEEDED");
    }
  }

  /** daprd's timers are in its scheduler, which shows nobody what it keeps. */
  @Scenario(number = 65, name = "nothing is left in the storage after a purge")
  void nothingLeft(Site site) throws TimeoutException {
    site.start().worker();
    String id = site.client().scheduleNewWorkflow("leaving-things");
    site.client().raiseEvent(id, "nobody-waits", "for this");
    site.client().raiseEvent(id, "open", "opened");
    assertThat(site.end(id).getRuntimeStatus()).isEqualTo(COMPLETED);
    assertThat(site.engine().rowsOf(id)).isPositive();
    assertThat(site.client().purgeWorkflow(id)).isTrue();
    assertThat(site.engine().rowsOf(id)).isZero();
  }
}
