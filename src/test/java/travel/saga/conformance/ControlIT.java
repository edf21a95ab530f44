package travel.saga.conformance;

import static io.dapr.workflows.client.WorkflowRuntimeStatus.COMPLETED;
import static io.dapr.workflows.client.WorkflowRuntimeStatus.RUNNING;
import static io.dapr.workflows.client.WorkflowRuntimeStatus.SUSPENDED;
import static io.dapr.workflows.client.WorkflowRuntimeStatus.TERMINATED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.dapr.workflows.WorkflowStub;
import io.dapr.workflows.client.WorkflowState;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

class ControlIT {
  private static final WorkflowStub WAITING =
      ctx -> ctx.complete(ctx.waitForExternalEvent("go", String.class).await());

  /** The custom status is read by the raw call: the SDK's public client does not show it. */
  @Scenario(number = 28, name = "the custom status: set, cleared, empty after continue-as-new")
  void customStatus(Rig rig) throws TimeoutException {
    String id =
        rig.start(
            ctx -> {
              if (ctx.getInput(Integer.class) == 2) {
                ctx.waitForExternalEvent("end").await();
                ctx.complete("over");
                return;
              }
              ctx.setCustomStatus("busy");
              ctx.waitForExternalEvent("clear").await();
              ctx.setCustomStatus(null);
              ctx.waitForExternalEvent("again").await();
              ctx.setCustomStatus("busy again");
              ctx.waitForExternalEvent("renew").await();
              ctx.continueAsNew(2);
            },
            1);
    expectStatus(rig, id, "\"busy\"");
    rig.client().raiseEvent(id, "clear", null);
    expectStatus(rig, id, "");
    rig.client().raiseEvent(id, "again", null);
    expectStatus(rig, id, "\"busy again\"");
    rig.client().raiseEvent(id, "renew", null);
    expectStatus(rig, id, "");
    rig.client().raiseEvent(id, "end", null);
    assertThat(rig.end(id).readOutputAs(String.class)).isEqualTo("over");
  }

  private static void expectStatus(Rig rig, String id, String expected) {
    await().atMost(Rig.LONG).until(() -> rig.protocol().customStatus(id), expected::equals);
  }

  @Scenario(number = 29, name = "suspend returns when SUSPENDED; events are held")
  void suspend(Rig rig) throws TimeoutException {
    String id = rig.start(WAITING);
    rig.client().suspendWorkflow(id, "a pause");
    assertThat(rig.state(id).getRuntimeStatus()).isEqualTo(SUSPENDED);
    rig.client().raiseEvent(id, "go", "went");
    expectOthersGoOn(rig);
    assertThat(rig.state(id).getRuntimeStatus()).isEqualTo(SUSPENDED);
    rig.client().resumeWorkflow(id, null);
    assertThat(rig.end(id).readOutputAs(String.class)).isEqualTo("went");
  }

  @Scenario(number = 30, name = "resume returns when RUNNING; what was held is delivered")
  void resume(Rig rig) throws TimeoutException {
    String id =
        rig.start(
            ctx -> {
              String held = ctx.waitForExternalEvent("held", String.class).await();
              ctx.complete(held + ctx.waitForExternalEvent("later", String.class).await());
            });
    rig.client().suspendWorkflow(id, null);
    rig.client().raiseEvent(id, "held", "held, ");
    rig.client().resumeWorkflow(id, null);
    assertThat(rig.state(id).getRuntimeStatus()).isEqualTo(RUNNING);
    rig.client().raiseEvent(id, "later", "later");
    assertThat(rig.end(id).readOutputAs(String.class)).isEqualTo("held, later");
  }

  @Scenario(number = 31, name = "terminate: TERMINATED, with the output given")
  void terminate(Rig rig) {
    String id = rig.start(WAITING);
    rig.client().terminateWorkflow(id, "enough");
    expectTerminated(rig.state(id));
  }

  @Scenario(number = 32, name = "a suspended workflow can be terminated")
  void terminateSuspended(Rig rig) {
    String id = rig.start(WAITING);
    rig.client().suspendWorkflow(id, null);
    rig.client().terminateWorkflow(id, "enough");
    expectTerminated(rig.state(id));
  }

  private static void expectTerminated(WorkflowState state) {
    assertThat(state.getRuntimeStatus()).isEqualTo(TERMINATED);
    assertThat(state.readOutputAs(String.class)).isEqualTo("enough");
  }

  @Scenario(number = 33, name = "terminating a completed workflow: no error, and no change")
  void terminateCompleted(Rig rig) throws TimeoutException {
    String id = rig.start(ctx -> ctx.complete("done"));
    rig.end(id);
    rig.client().terminateWorkflow(id, "enough");
    assertThat(rig.state(id).getRuntimeStatus()).isEqualTo(COMPLETED);
    assertThat(rig.state(id).readOutputAs(String.class)).isEqualTo("done");
  }

  @Scenario(number = 34, name = "terminating a parent leaves its child running")
  void terminateParent(Rig rig) throws TimeoutException {
    String child = rig.child(WAITING);
    String childId = "child-34-" + System.nanoTime();
    String id =
        rig.start(
            ctx -> ctx.complete(ctx.callChildWorkflow(child, null, childId, String.class).await()));
    rig.client().waitForWorkflowStart(childId, Rig.LONG, false);
    rig.client().terminateWorkflow(id, "enough");
    expectTerminated(rig.state(id));
    assertThat(rig.state(childId).getRuntimeStatus()).isEqualTo(RUNNING);
    rig.client().raiseEvent(childId, "go", "went");
    assertThat(rig.end(childId).readOutputAs(String.class)).isEqualTo("went");
  }

  @Differs(
      on = EngineKind.DAPR,
      because =
          "a termination that reaches the worker in the turn that completes the workflow hangs for"
              + " ever, since the SDK throws at such a turn and never answers it; those that return"
              + " have ended, and other workflows go on")
  @Scenario(number = 35, name = "100 terminations while the last activity completes: all end")
  void terminateRaces(Rig rig) throws TimeoutException {
    String step = rig.activity(ctx -> "done");
    String workflow =
        rig.workflow(ctx -> ctx.complete(ctx.callActivity(step, String.class).await()));
    ExecutorService callers = Executors.newCachedThreadPool();
    Queue<String> started = new ConcurrentLinkedQueue<>();
    List<CompletableFuture<String>> runs =
        Stream.generate(
                () ->
                    CompletableFuture.supplyAsync(
                            () -> startAndTerminate(rig, workflow, started), callers)
                        .completeOnTimeout("", 10, TimeUnit.SECONDS))
            .limit(100)
            .toList();
    callers.shutdown();
    List<String> answered =
        runs.stream().map(CompletableFuture::join).filter(id -> !id.isEmpty()).toList();
    assertThat(started).hasSize(100);
    assertThat(answered).isNotEmpty();
    for (String id : Rig.isOn(EngineKind.EMBEDDED) ? started : answered) {
      assertThat(rig.end(id)).satisfies(ControlIT::hasOneEnd);
    }
    for (String id : started) { // one that hangs still runs, or has ended as one that does not
      WorkflowState state = rig.state(id);
      assertThat(state)
          .satisfiesAnyOf(
              ControlIT::hasOneEnd, now -> assertThat(now.getRuntimeStatus()).isEqualTo(RUNNING));
    }
    expectOthersGoOn(rig);
  }

  private static String startAndTerminate(Rig rig, String workflow, Queue<String> started) {
    String id = rig.client().scheduleNewWorkflow(workflow);
    started.add(id);
    rig.client().terminateWorkflow(id, "enough");
    return id;
  }

  /** The workflow's own with its result, or the caller's with what it said. */
  private static void hasOneEnd(WorkflowState state) {
    boolean terminated = state.getRuntimeStatus() == TERMINATED;
    assertThat(state.getRuntimeStatus()).isIn(COMPLETED, TERMINATED);
    assertThat(state.readOutputAs(String.class)).isEqualTo(terminated ? "enough" : "done");
  }

  private static void expectOthersGoOn(Rig rig) throws TimeoutException {
    String other = rig.child(ctx -> ctx.complete("went on"));
    WorkflowState ended = rig.end(rig.client().scheduleNewWorkflow(other));
    assertThat(ended.readOutputAs(String.class)).isEqualTo("went on");
  }
}
