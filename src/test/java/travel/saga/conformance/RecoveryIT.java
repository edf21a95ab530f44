package travel.saga.conformance;

import static io.dapr.workflows.client.WorkflowRuntimeStatus.COMPLETED;
import static org.assertj.core.api.Assertions.assertThat;

import io.dapr.durabletask.implementation.protobuf.OrchestratorService.HistoryEvent;
import io.dapr.durabletask.implementation.protobuf.OrchestratorService.TaskScheduledEvent;
import io.dapr.workflows.client.WorkflowState;
import java.util.List;
import java.util.concurrent.TimeoutException;
import travel.saga.conformance.WorkerMain.Trait;

/** What is left of a workflow when processes are killed. */
class RecoveryIT {
  @Differs(
      on = EngineKind.DAPR,
      because =
          "the activity runs again, perhaps under another task execution id: daprd hands it out"
              + " before it has stored that it did; the history has the one it ran under")
  @Scenario(
      number = 57,
      name = "kill -9 in an activity: it runs again with the same task execution id")
  void killedInAnActivity(Site site) throws TimeoutException {
    site.start();
    WorkerProcess first = site.worker(Trait.STUCK_IN_ACTIVITY);
    String id = site.client().scheduleNewWorkflow("two-steps");
    String before = first.awaitSaid("second", 1).get(0);
    site.crash();
    WorkerProcess next = site.worker();
    assertThat(site.end(id).readOutputAs(String.class)).isEqualTo("first, second");
    assertThat(site.said("first")).hasSize(1);
    assertThat(next.said("second")).hasSize(1).isEqualTo(recorded(site, id, "second"));
    if (Rig.isOn(EngineKind.EMBEDDED)) {
      assertThat(next.said("second")).containsExactly(before);
    }
  }

  /** The execution ids under which the history says that the activity was scheduled. */
  private static List<String> recorded(Site site, String id, String activity) {
    return site.protocol().history(id).stream()
        .map(HistoryEvent::getTaskScheduled)
        .filter(scheduled -> scheduled.getName().equals(activity))
        .map(TaskScheduledEvent::getTaskExecutionId)
        .toList();
  }

  @Scenario(number = 58, name = "kill -9 during a timer of 7 s: it fires after the restart, once")
  void killedDuringATimer(Site site) throws TimeoutException {
    site.start().worker();
    String id = site.client().scheduleNewWorkflow("resting");
    site.crash();
    site.worker();
    WorkflowState ended = site.end(id);
    assertThat(ended.getRuntimeStatus()).isEqualTo(COMPLETED);
    assertThat(ended.readOutputAs(Long.class)).isGreaterThanOrEqualTo(7_000);
    assertThat(site.protocol().history(id).stream().filter(HistoryEvent::hasTimerFired)).hasSize(1);
  }

  @Scenario(
      number = 59,
      name = "kill -9 three times while 1,000 workflows run: all complete, no gap")
  void killedUnderLoad(Site site) throws Exception {
    site.start().worker();
    try (Crowd crowd = new Crowd(site, 1_000)) {
      for (int started : new int[] {200, 500, 800}) {
        crowd.awaitStarted(started);
        site.crash();
        site.worker();
      }
      crowd.awaitStarted(1_000);
      for (String id : crowd.ids()) {
        assertThat(site.end(id).readOutputAs(Integer.class)).as(id).isEqualTo(Steps.CHAIN);
        assertThat(site.protocol().history(id)).as(id).satisfies(Crowd::hasNoGap);
      }
    }
  }

  @Scenario(number = 60, name = "a worker killed in a turn: completed steps do not run again")
  void workerKilledInATurn(Site site) throws TimeoutException {
    site.start();
    WorkerProcess first = site.worker(Trait.STUCK_IN_TURN);
    String id = site.client().scheduleNewWorkflow("two-steps");
    first.awaitSaid("turn", 1);
    first.kill();
    site.worker();
    assertThat(site.end(id).readOutputAs(String.class)).isEqualTo("first, second");
    assertThat(site.said("first")).hasSize(1);
    assertThat(site.said("second")).hasSize(1);
  }
}
