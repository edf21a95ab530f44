package travel.saga.conformance;

import static io.dapr.workflows.client.WorkflowRuntimeStatus.COMPLETED;
import static io.dapr.workflows.client.WorkflowRuntimeStatus.RUNNING;
import static io.dapr.workflows.client.WorkflowRuntimeStatus.SUSPENDED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.dapr.durabletask.Task;
import io.dapr.durabletask.implementation.protobuf.OrchestratorService.HistoryEvent;
import io.dapr.workflows.WorkflowContext;
import io.dapr.workflows.client.WorkflowState;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeoutException;

class TimersIT {
  @Scenario(number = 16, name = "a timer of 3 s does not fire early")
  void notEarly(Rig rig) throws TimeoutException {
    Instant before = Instant.now();
    WorkflowState ended = rig.run(ctx -> rest(ctx, Duration.ofSeconds(3)));
    assertThat(ended.readOutputAs(Long.class)).isGreaterThanOrEqualTo(3_000);
    assertThat(Duration.between(before, Instant.now())).isGreaterThan(Duration.ofSeconds(3));
  }

  @Scenario(number = 17, name = "timers at the same time all fire")
  void concurrent(Rig rig) throws TimeoutException {
    WorkflowState ended =
        rig.run(
            ctx -> {
              List<Task<Void>> timers = new ArrayList<>();
              for (int i = 0; i < 10; i++) {
                timers.add(ctx.createTimer(Duration.ofMillis(500 + 50L * i)));
              }
              ctx.complete(ctx.allOf(timers).await().size());
            });
    assertThat(ended.readOutputAs(Integer.class)).isEqualTo(10);
  }

  @Scenario(number = 18, name = "a timer goes on over suspend and resume and fires when due")
  void suspendedMeanwhile(Rig rig) throws TimeoutException {
    String id = rig.start(ctx -> rest(ctx, Duration.ofSeconds(3)));
    rig.client().suspendWorkflow(id, null);
    rig.client().resumeWorkflow(id, null);
    assertThat(rig.state(id).getRuntimeStatus()).isEqualTo(RUNNING);
    WorkflowState ended = rig.end(id);
    assertThat(ended.getRuntimeStatus()).isEqualTo(COMPLETED);
    assertThat(ended.readOutputAs(Long.class)).isGreaterThanOrEqualTo(3_000);
    assertThat(rig.protocol().history(id).stream().filter(HistoryEvent::hasTimerCreated))
        .hasSize(1);
  }

  @Scenario(number = 19, name = "a timer that fell due while suspended fires at the resume")
  void dueWhileSuspended(Rig rig) throws TimeoutException {
    String id = rig.start(ctx -> rest(ctx, Duration.ofSeconds(2)));
    rig.client().suspendWorkflow(id, null);
    await()
        .atMost(Rig.LONG)
        .until(() -> rig.protocol().history(id).stream().anyMatch(HistoryEvent::hasTimerFired));
    assertThat(rig.state(id).getRuntimeStatus()).isEqualTo(SUSPENDED);
    rig.client().resumeWorkflow(id, null);
    assertThat(rig.end(id).getRuntimeStatus()).isEqualTo(COMPLETED);
    assertThat(rig.protocol().history(id).stream().filter(HistoryEvent::hasTimerCreated))
        .hasSize(1);
  }

  /** Completes with the milliseconds that have passed in the workflow's own time. */
  static void rest(WorkflowContext ctx, Duration duration) {
    Instant before = ctx.getCurrentInstant();
    ctx.createTimer(duration).await();
    ctx.complete(Duration.between(before, ctx.getCurrentInstant()).toMillis());
  }
}
