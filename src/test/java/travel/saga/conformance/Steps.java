package travel.saga.conformance;

import static travel.saga.conformance.WorkerMain.activity;
import static travel.saga.conformance.WorkerMain.say;
import static travel.saga.conformance.WorkerMain.workflow;

import io.dapr.config.Properties;
import io.dapr.durabletask.Task;
import io.dapr.workflows.WorkflowContext;
import io.dapr.workflows.WorkflowStub;
import io.dapr.workflows.client.DaprWorkflowClient;
import io.dapr.workflows.runtime.WorkflowRuntimeBuilder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeoutException;
import travel.saga.conformance.WorkerMain.Trait;

/** The workflows and activities of a worker process. */
final class Steps {
  static final int CHAIN = 3;

  /** 9 results of this size are more than the 4 MiB of a message. */
  private static final String HALF_A_MEBIBYTE = "x".repeat(512 * 1024);

  private Steps() {}

  static void registerAt(WorkflowRuntimeBuilder builder, Properties address, Set<Trait> traits) {
    activity(builder, "first", ctx -> said("first", ctx.getTaskExecutionId()));
    activity(
        builder,
        "second",
        ctx -> {
          said("second", ctx.getTaskExecutionId());
          if (traits.contains(Trait.STUCK_IN_ACTIVITY)) {
            WorkerMain.stayForEver();
          }
          return "second";
        });
    activity(builder, "add-one", ctx -> ctx.getInput(Integer.class) + 1);
    activity(builder, "half-a-mebibyte", ctx -> HALF_A_MEBIBYTE);
    activity(builder, "gated", ctx -> gated(address, ctx.getInput(String.class)));

    workflow(builder, "two-steps", () -> ctx -> twoSteps(ctx, traits));
    workflow(builder, "resting", () -> ctx -> TimersIT.rest(ctx, Duration.ofSeconds(7)));
    workflow(builder, "chain", () -> Steps::chain);
    workflow(builder, "three-gated", () -> Steps::threeGated);
    workflow(builder, "gate", () -> waiting());
    workflow(builder, "growing", () -> Steps::growing);
    workflow(builder, "leaving-things", () -> Steps::leavingThings);
  }

  private static String said(String name, String taskExecutionId) {
    say(name + " " + taskExecutionId);
    return name;
  }

  private static void twoSteps(WorkflowContext ctx, Set<Trait> traits) {
    String first = ctx.callActivity("first", String.class).await();
    if (traits.contains(Trait.STUCK_IN_TURN)) {
      say("turn " + ctx.getInstanceId());
      WorkerMain.stayForEver();
    }
    ctx.complete(first + ", " + ctx.callActivity("second", String.class).await());
  }

  private static void chain(WorkflowContext ctx) {
    int value = 0;
    for (int i = 0; i < CHAIN; i++) {
      value = ctx.callActivity("add-one", value, Integer.class).await();
    }
    ctx.complete(value);
  }

  private static void threeGated(WorkflowContext ctx) {
    List<Task<String>> tasks = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      tasks.add(ctx.callActivity("gated", ctx.getInstanceId() + "-gate-" + i, String.class));
    }
    ctx.complete(ctx.allOf(tasks).await());
  }

  /** Takes until a workflow that stands for its gate has ended. */
  private static String gated(Properties address, String gate) {
    say("gated " + gate);
    try (DaprWorkflowClient client = new DaprWorkflowClient(address)) {
      client.waitForWorkflowCompletion(gate, Rig.LONG, false);
      return gate;
    } catch (TimeoutException e) {
      throw new IllegalStateException("The gate was not opened: " + gate, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("The worker was closed.", e);
    }
  }

  private static WorkflowStub waiting() {
    return ctx -> ctx.complete(ctx.waitForExternalEvent("open", String.class).await());
  }

  private static void growing(WorkflowContext ctx) {
    for (int i = 0; i < 9; i++) {
      ctx.callActivity("half-a-mebibyte", String.class).await();
    }
    ctx.complete("not stalled");
  }

  /** Ends with a timer and an event of its own that nobody waits for. */
  private static void leavingThings(WorkflowContext ctx) {
    ctx.createTimer(Duration.ofHours(1));
    ctx.callActivity("first").await();
    ctx.complete(ctx.waitForExternalEvent("open", String.class).await());
  }
}
