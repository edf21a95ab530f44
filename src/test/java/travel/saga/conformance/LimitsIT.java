package travel.saga.conformance;

import static io.dapr.durabletask.implementation.protobuf.OrchestratorService.OrchestrationStatus.ORCHESTRATION_STATUS_STALLED;
import static io.dapr.workflows.client.WorkflowRuntimeStatus.COMPLETED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.dapr.workflows.client.WorkflowState;
import java.util.List;
import java.util.concurrent.TimeoutException;

/** Where an engine says: not more than that. */
class LimitsIT {
  /** A third activity had its chance: another workflow went through the engine meanwhile. */
  @Scenario(number = 61, name = "at most 2 activities at a time: the third waits")
  void twoActivities(Site site) throws TimeoutException {
    site.start(2);
    WorkerProcess worker = site.worker();
    String id = site.client().scheduleNewWorkflow("three-gated");
    for (int i = 0; i < 3; i++) {
      site.client().scheduleNewWorkflow("gate", null, id + "-gate-" + i);
    }
    List<String> running = worker.awaitSaid("gated", 2);
    String meanwhile = site.client().scheduleNewWorkflow("gate");
    site.client().raiseEvent(meanwhile, "open", null);
    site.end(meanwhile);
    assertThat(worker.said("gated")).hasSize(2);
    site.client().raiseEvent(running.get(0), "open", null);
    List<String> all = worker.awaitSaid("gated", 3);
    site.client().raiseEvent(all.get(1), "open", null);
    site.client().raiseEvent(all.get(2), "open", null);
    assertThat(site.end(id).readOutputAs(String[].class)).containsExactlyInAnyOrderElementsOf(all);
  }

  /** The status is read by the raw call: the SDK's client throws at STALLED. */
  @Scenario(number = 62, name = "a history over 4 MiB: STALLED, and others are not affected")
  void tooLarge(Site site) throws TimeoutException {
    site.start().worker();
    String id = site.client().scheduleNewWorkflow("growing");
    await()
        .atMost(Rig.LONG)
        .until(
            () -> site.protocol().state(id).getOrchestrationStatus(),
            ORCHESTRATION_STATUS_STALLED::equals);
    WorkflowState other = site.end(site.client().scheduleNewWorkflow("chain"));
    assertThat(other.getRuntimeStatus()).isEqualTo(COMPLETED);
  }
}
