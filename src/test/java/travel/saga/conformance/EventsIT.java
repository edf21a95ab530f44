package travel.saga.conformance;

import static io.dapr.workflows.client.WorkflowRuntimeStatus.COMPLETED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dapr.durabletask.Task;
import io.dapr.durabletask.TaskCanceledException;
import io.dapr.workflows.client.WorkflowState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeoutException;

class EventsIT {
  @Scenario(number = 20, name = "an event while the workflow waits for it")
  void whileWaiting(Rig rig) throws TimeoutException {
    String id =
        rig.start(ctx -> ctx.complete(ctx.waitForExternalEvent("approval", String.class).await()));
    rig.client().raiseEvent(id, "approval", "granted");
    assertThat(rig.end(id).readOutputAs(String.class)).isEqualTo("granted");
  }

  @Scenario(number = 21, name = "an event before the wait is kept for it")
  void beforeTheWait(Rig rig) throws TimeoutException {
    CountDownLatch raised = new CountDownLatch(1);
    String step =
        rig.activity(
            ctx -> {
              Pause.until(raised);
              return null;
            });
    String id =
        rig.start(
            ctx -> {
              ctx.callActivity(step).await();
              ctx.complete(ctx.waitForExternalEvent("approval", String.class).await());
            });
    rig.client().raiseEvent(id, "approval", "granted");
    raised.countDown();
    assertThat(rig.end(id).readOutputAs(String.class)).isEqualTo("granted");
  }

  @Scenario(number = 22, name = "10 events of one name arrive in the order they were raised")
  void inOrder(Rig rig) throws TimeoutException {
    String id =
        rig.start(
            ctx -> {
              List<Integer> seen = new ArrayList<>();
              for (int i = 0; i < 10; i++) {
                seen.add(ctx.waitForExternalEvent("number", Integer.class).await());
              }
              ctx.complete(seen);
            });
    for (int i = 0; i < 10; i++) {
      rig.client().raiseEvent(id, "number", i);
    }
    assertThat(rig.end(id).readOutputAs(Integer[].class))
        .containsExactly(0, 1, 2, 3, 4, 5, 6, 7, 8, 9);
  }

  @Scenario(number = 23, name = "a wait that times out: TaskCanceledException")
  void timesOut(Rig rig) throws TimeoutException {
    WorkflowState ended =
        rig.run(
            ctx -> {
              try {
                ctx.waitForExternalEvent("approval", Duration.ofSeconds(1), String.class).await();
                ctx.complete("an event");
              } catch (TaskCanceledException timedOut) {
                ctx.complete("timed out");
              }
            });
    assertThat(ended.readOutputAs(String.class)).isEqualTo("timed out");
  }

  @Scenario(number = 24, name = "an event beats the time-out; complete does not wait for the timer")
  void beatsTheTimeout(Rig rig) throws TimeoutException {
    String id =
        rig.start(
            ctx ->
                ctx.complete(
                    ctx.waitForExternalEvent("approval", Duration.ofHours(1), String.class)
                        .await()));
    rig.client().raiseEvent(id, "approval", "granted");
    WorkflowState ended = rig.end(id);
    assertThat(ended.getRuntimeStatus()).isEqualTo(COMPLETED);
    assertThat(ended.readOutputAs(String.class)).isEqualTo("granted");
  }

  @Scenario(number = 25, name = "two waits of one name are served in the order they were made")
  void twoWaiters(Rig rig) throws TimeoutException {
    String id =
        rig.start(
            ctx -> {
              Task<String> first = ctx.waitForExternalEvent("word", String.class);
              Task<String> second = ctx.waitForExternalEvent("word", String.class);
              ctx.complete(second.await() + " after " + first.await());
            });
    rig.client().raiseEvent(id, "word", "one");
    rig.client().raiseEvent(id, "word", "two");
    assertThat(rig.end(id).readOutputAs(String.class)).isEqualTo("two after one");
  }

  @Scenario(number = 26, name = "an event for a missing instance: an exception")
  void missing(Rig rig) {
    assertThatThrownBy(() -> rig.client().raiseEvent("never-started", "approval", "granted"))
        .hasMessageContaining("no such instance exists");
  }

  @Scenario(number = 27, name = "an event for a completed instance: no error, and no change")
  void completed(Rig rig) throws TimeoutException {
    String id = rig.start(ctx -> ctx.complete("done"));
    WorkflowState ended = rig.end(id);
    int events = rig.protocol().history(id).size();
    rig.client().raiseEvent(id, "approval", "granted");
    assertThat(rig.state(id).getLastUpdatedAt()).isEqualTo(ended.getLastUpdatedAt());
    assertThat(rig.state(id).readOutputAs(String.class)).isEqualTo("done");
    assertThat(rig.protocol().history(id)).hasSize(events);
  }
}
