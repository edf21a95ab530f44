package travel.saga.conformance;

import static io.dapr.workflows.client.WorkflowRuntimeStatus.COMPLETED;
import static io.dapr.workflows.client.WorkflowRuntimeStatus.RUNNING;
import static org.assertj.core.api.Assertions.assertThat;

import io.dapr.durabletask.TaskFailedException;
import io.dapr.workflows.WorkflowTaskOptions;
import io.dapr.workflows.WorkflowTaskRetryPolicy;
import io.dapr.workflows.client.WorkflowState;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;

class ChildrenIT {
  @Scenario(number = 43, name = "a child's result reaches its parent")
  void result(Rig rig) throws TimeoutException {
    String child = rig.child(ctx -> ctx.complete(ctx.getInput(Integer.class) + 1));
    WorkflowState ended =
        rig.run(ctx -> ctx.complete(ctx.callChildWorkflow(child, 41, Integer.class).await()));
    assertThat(ended.readOutputAs(Integer.class)).isEqualTo(42);
  }

  @Scenario(number = 44, name = "a child that fails: TaskFailedException in its parent")
  void failure(Rig rig) throws TimeoutException {
    String child =
        rig.child(
            ctx -> {
              throw new IllegalStateException("no rooms");
            });
    WorkflowState ended =
        rig.run(
            ctx -> {
              try {
                ctx.callChildWorkflow(child).await();
                ctx.complete("no failure");
              } catch (TaskFailedException failed) {
                ctx.complete(failed.getErrorDetails().getErrorMessage());
              }
            });
    assertThat(ended.getRuntimeStatus()).isEqualTo(COMPLETED);
    assertThat(ended.readOutputAs(String.class)).isEqualTo("no rooms");
  }

  @Scenario(number = 45, name = "a child with an id of its own is seen by the client")
  void explicitId(Rig rig) throws TimeoutException {
    String childId = UUID.randomUUID().toString();
    String child =
        rig.child(ctx -> ctx.complete(ctx.waitForExternalEvent("go", String.class).await()));
    String id =
        rig.start(
            ctx -> ctx.complete(ctx.callChildWorkflow(child, null, childId, String.class).await()));
    rig.client().waitForWorkflowStart(childId, Rig.LONG, false);
    assertThat(rig.state(childId).getName()).isEqualTo(child);
    assertThat(rig.state(childId).getRuntimeStatus()).isEqualTo(RUNNING);
    rig.client().raiseEvent(childId, "go", "went");
    assertThat(rig.end(id).readOutputAs(String.class)).isEqualTo("went");
    assertThat(rig.state(childId).getRuntimeStatus()).isEqualTo(COMPLETED);
  }

  @Scenario(number = 46, name = "a child that is retried under one id: every attempt is a run")
  void retried(Rig rig) throws TimeoutException {
    AtomicInteger attempts = new AtomicInteger();
    String count = rig.activity(ctx -> attempts.incrementAndGet());
    String childId = UUID.randomUUID().toString();
    String child =
        rig.child(
            ctx -> {
              int attempt = ctx.callActivity(count, Integer.class).await();
              if (attempt < 3) {
                throw new IllegalStateException("not yet");
              }
              ctx.complete(attempt);
            });
    WorkflowTaskOptions options =
        new WorkflowTaskOptions(
            WorkflowTaskRetryPolicy.newBuilder()
                .setMaxNumberOfAttempts(3)
                .setFirstRetryInterval(Duration.ofMillis(100))
                .build());
    WorkflowState ended =
        rig.run(
            ctx ->
                ctx.complete(
                    ctx.callChildWorkflow(child, null, childId, options, Integer.class).await()));
    assertThat(ended.readOutputAs(Integer.class)).isEqualTo(3);
    assertThat(attempts).hasValue(3);
    assertThat(rig.state(childId).readOutputAs(Integer.class)).isEqualTo(3);
  }

  @Scenario(number = 47, name = "children of children, three levels")
  void nested(Rig rig) throws TimeoutException {
    String step = rig.activity(ctx -> ctx.getInput(Integer.class) + 1);
    String grandchild =
        rig.grandchild(
            ctx ->
                ctx.complete(
                    ctx.callActivity(step, ctx.getInput(Integer.class), Integer.class).await()));
    String child =
        rig.child(
            ctx ->
                ctx.complete(
                    1
                        + ctx.callChildWorkflow(
                                grandchild, ctx.getInput(Integer.class), Integer.class)
                            .await()));
    WorkflowState ended =
        rig.run(ctx -> ctx.complete(1 + ctx.callChildWorkflow(child, 1, Integer.class).await()));
    assertThat(ended.readOutputAs(Integer.class)).isEqualTo(4);
  }
}
