package travel.saga.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dapr.durabletask.NewOrchestrationInstanceOptions;
import io.dapr.durabletask.OrchestrationMetadata;
import io.dapr.durabletask.OrchestrationRuntimeStatus;
import io.dapr.durabletask.Task;
import io.dapr.durabletask.TaskFailedException;
import io.dapr.durabletask.TaskOptions;
import io.dapr.durabletask.TaskOrchestration;
import io.dapr.durabletask.TaskOrchestrationContext;
import io.grpc.StatusRuntimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;

class WorkflowTest extends EngineTest {
  @Test
  void completesAWorkflowThatDoesNothing() throws Exception {
    assertThat(
            run(ctx -> ctx.complete(ctx.getInput(String.class)), "in").readOutputAs(String.class))
        .isEqualTo("in");
  }

  @Test
  void runsAnActivityAndReturnsItsOutput() throws Exception {
    worker.activity("echo", ctx -> "echo " + ctx.getInput(String.class));
    OrchestrationMetadata done =
        run(
            ctx ->
                ctx.complete(
                    ctx.callActivity("echo", ctx.getInput(String.class), String.class).await()),
            "hello");
    assertThat(done.readOutputAs(String.class)).isEqualTo("echo hello");
  }

  @Test
  void runsAChainInOrder() throws Exception {
    worker.activity("next", ctx -> ctx.getInput(Integer.class) + 1);
    OrchestrationMetadata done =
        run(
            ctx -> {
              int value = 0;
              for (int i = 0; i < 10; i++) {
                value = ctx.callActivity("next", value, Integer.class).await();
              }
              ctx.complete(value);
            },
            "");
    assertThat(done.readOutputAs(Integer.class)).isEqualTo(10);
  }

  @Test
  void fansOutAndCollectsAllResults() throws Exception {
    worker.activity("square", ctx -> ctx.getInput(Integer.class) * ctx.getInput(Integer.class));
    OrchestrationMetadata done =
        run(
            ctx -> {
              List<Task<Integer>> tasks = new ArrayList<>();
              for (int i = 0; i < 100; i++) {
                tasks.add(ctx.callActivity("square", i, Integer.class));
              }
              ctx.complete(ctx.allOf(tasks).await().stream().mapToInt(Integer::intValue).sum());
            },
            "");
    assertThat(done.readOutputAs(Integer.class)).isEqualTo(328_350);
  }

  @Test
  void waitsForATimerAndNoShorter() throws Exception {
    Instant before = Instant.now();
    OrchestrationMetadata done =
        run(
            ctx -> {
              ctx.createTimer(Duration.ofMillis(300)).await();
              ctx.complete("rested");
            },
            "");
    assertThat(done.readOutputAs(String.class)).isEqualTo("rested");
    assertThat(Duration.between(before, Instant.now())).isGreaterThan(Duration.ofMillis(299));
  }

  @Test
  void failsWhenTheWorkflowThrows() throws Exception {
    OrchestrationMetadata done =
        run(
            ctx -> {
              throw new IllegalStateException("no way");
            },
            "");
    assertThat(done.getRuntimeStatus()).isEqualTo(OrchestrationRuntimeStatus.FAILED);
    assertThat(done.getFailureDetails().getErrorMessage()).contains("no way");
  }

  @Test
  void handsAnActivitysFailureToTheWorkflow() throws Exception {
    worker.activity(
        "break",
        ctx -> {
          throw new IllegalArgumentException("broken");
        });
    OrchestrationMetadata done =
        run(
            ctx -> {
              try {
                ctx.callActivity("break").await();
              } catch (TaskFailedException e) {
                ctx.complete(e.getErrorDetails().getErrorMessage());
              }
            },
            "");
    assertThat(done.readOutputAs(String.class)).isEqualTo("broken");
  }

  @Test
  void failsAWorkflowThatNobodyRegistered() throws Exception {
    worker.start();
    String id = worker.client().scheduleNewOrchestrationInstance("unheard-of");
    OrchestrationMetadata done = worker.client().waitForInstanceCompletion(id, LONG, true);
    assertThat(done.getRuntimeStatus()).isEqualTo(OrchestrationRuntimeStatus.FAILED);
  }

  @Test
  void failsAnActivityThatNobodyRegistered() throws Exception {
    OrchestrationMetadata done =
        run(
            ctx -> {
              try {
                ctx.callActivity("unheard-of").await();
              } catch (TaskFailedException e) {
                ctx.complete("caught");
              }
            },
            "");
    assertThat(done.readOutputAs(String.class)).isEqualTo("caught");
  }

  @Test
  void failsAnActivityOfAnotherApplicationForGoodAndRunsItsOwn() throws Exception {
    worker.activity("where", ctx -> "here");
    OrchestrationMetadata done =
        run(
            ctx -> {
              String own = calledIn("reservations", ctx);
              try {
                ctx.complete(calledIn("payments", ctx));
              } catch (TaskFailedException e) {
                boolean forGood = e.getErrorDetails().isNonRetriable();
                ctx.complete(own + ", " + forGood + ", " + e.getErrorDetails().getErrorMessage());
              }
            },
            "");
    assertThat(done.readOutputAs(String.class)).startsWith("here, true, ").contains("'payments'");
  }

  private static String calledIn(String appId, TaskOrchestrationContext ctx) {
    return ctx.callActivity("where", null, TaskOptions.withAppID(appId), String.class).await();
  }

  @Test
  void runsActivitiesThatNobodyAwaitedAfterCompletion() throws Exception {
    var ran = new java.util.concurrent.CountDownLatch(30);
    worker.activity(
        "count",
        ctx -> {
          ran.countDown();
          return null;
        });
    run(
        ctx -> {
          for (int i = 0; i < 30; i++) {
            ctx.callActivity("count", i);
          }
          ctx.complete("done");
        },
        "");
    assertThat(ran.await(30, java.util.concurrent.TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void refusesASecondRunOfAnActiveId() {
    worker.workflow("waits", ctx -> ctx.waitForExternalEvent("go", String.class).await()).start();
    schedule("waits", "one");
    assertThatThrownBy(() -> schedule("waits", "one"))
        .isInstanceOf(StatusRuntimeException.class)
        .hasMessageContaining("an active workflow with ID 'one' already exists");
  }

  @Test
  void startsAnEndedIdAfresh() throws Exception {
    worker.workflow("echo", ctx -> ctx.complete(ctx.getInput(String.class))).start();
    for (String input : List.of("first", "second")) {
      worker
          .client()
          .scheduleNewOrchestrationInstance(
              "echo", new NewOrchestrationInstanceOptions().setInstanceId("one").setInput(input));
      OrchestrationMetadata done = worker.client().waitForInstanceCompletion("one", LONG, true);
      assertThat(done.readOutputAs(String.class)).isEqualTo(input);
    }
  }

  @Test
  void terminatesAWaitingWorkflowWithTheGivenOutput() throws Exception {
    worker.workflow("waits", ctx -> ctx.waitForExternalEvent("go", String.class).await()).start();
    schedule("waits", "one");
    worker.client().terminate("one", "enough");
    OrchestrationMetadata done = worker.client().waitForInstanceCompletion("one", LONG, true);
    assertThat(done.getRuntimeStatus()).isEqualTo(OrchestrationRuntimeStatus.TERMINATED);
    assertThat(done.readOutputAs(String.class)).isEqualTo("enough");
    worker.client().terminate("one", "again");
  }

  @Test
  void endsEveryWorkflowWhoseTerminationRacesItsCompletion() throws Exception {
    worker
        .workflow("short", ctx -> ctx.complete(ctx.callActivity("echo", 1, Integer.class).await()))
        .activity("echo", ctx -> ctx.getInput(Integer.class))
        .start();
    for (int i = 0; i < 100; i++) {
      String id = schedule("short", "race-" + i);
      worker.client().terminate(id, "stop");
      OrchestrationMetadata done = worker.client().waitForInstanceCompletion(id, LONG, true);
      assertThat(done.isCompleted()).isTrue();
    }
  }

  @Test
  void purgesAnEndedWorkflowAndNoOther() throws Exception {
    worker.workflow("waits", ctx -> ctx.waitForExternalEvent("go", String.class).await()).start();
    schedule("waits", "one");
    assertThatThrownBy(() -> worker.client().purgeInstance("one"))
        .isInstanceOf(StatusRuntimeException.class)
        .hasMessageContaining("not yet completed");
    worker.client().terminate("one", null);
    assertThat(worker.client().purgeInstance("one").getDeletedInstanceCount()).isEqualTo(1);
    assertThat(worker.client().getInstanceMetadata("one", true).isInstanceFound()).isFalse();
    assertThatThrownBy(() -> worker.client().purgeInstance("one"))
        .isInstanceOf(StatusRuntimeException.class)
        .hasMessageContaining("no such instance exists");
  }

  @Test
  void waitsForAnInstanceThatDoesNotExistYet() {
    assertThatThrownBy(
            () -> worker.client().waitForInstanceCompletion("never", Duration.ofMillis(200), false))
        .isInstanceOf(TimeoutException.class);
  }

  @Test
  void deliversEventsInOrderAlsoThoseThatCameEarly() throws Exception {
    worker
        .workflow(
            "collect",
            ctx -> {
              StringBuilder all = new StringBuilder();
              for (int i = 0; i < 10; i++) {
                all.append(ctx.waitForExternalEvent("n", Integer.class).await());
              }
              ctx.complete(all.toString());
            })
        .start();
    String id = schedule("collect", "one");
    for (int i = 0; i < 10; i++) {
      worker.client().raiseEvent(id, "n", i);
    }
    OrchestrationMetadata done = worker.client().waitForInstanceCompletion(id, LONG, true);
    assertThat(done.readOutputAs(String.class)).isEqualTo("0123456789");
    assertThatThrownBy(() -> worker.client().raiseEvent("nobody", "n", 1))
        .hasMessageContaining("no such instance exists");
  }

  @Test
  void holdsEventsWhileSuspended() throws Exception {
    worker
        .workflow(
            "waits", ctx -> ctx.complete(ctx.waitForExternalEvent("go", String.class).await()))
        .start();
    String id = schedule("waits", "one");
    worker.client().suspendInstance(id, "pause");
    assertThat(worker.client().getInstanceMetadata(id, false).getRuntimeStatus())
        .isEqualTo(OrchestrationRuntimeStatus.SUSPENDED);
    worker.client().raiseEvent(id, "go", "now");
    worker.client().resumeInstance(id, "on");
    OrchestrationMetadata done = worker.client().waitForInstanceCompletion(id, LONG, true);
    assertThat(done.readOutputAs(String.class)).isEqualTo("now");
  }

  @Test
  void continuesAsNewWithFreshTaskIds() throws Exception {
    var ids = java.util.concurrent.ConcurrentHashMap.<String>newKeySet();
    worker.activity(
        "note",
        ctx -> {
          ids.add(ctx.getTaskExecutionId());
          return null;
        });
    OrchestrationMetadata done =
        run(
            ctx -> {
              int round = Integer.parseInt(ctx.getInput(String.class));
              ctx.callActivity("note").await();
              if (round < 10) {
                ctx.continueAsNew(Integer.toString(round + 1));
              }
              ctx.complete(round);
            },
            "1");
    assertThat(done.readOutputAs(Integer.class)).isEqualTo(10);
    assertThat(ids).hasSize(10);
  }

  @Test
  void startsWithoutAWorkerAndRunsWhenOneComes() throws Exception {
    engine.close();
    engine =
        EmbeddedEngine.start(EngineSettings.of(directory).withStartWait(Duration.ofMillis(50)));
    worker = WorkerHarness.on(engine);
    String id = schedule("echo", "early");
    assertThat(worker.client().getInstanceMetadata(id, false).getRuntimeStatus())
        .isEqualTo(OrchestrationRuntimeStatus.PENDING);
    worker.workflow("echo", ctx -> ctx.complete("late but here")).start();
    OrchestrationMetadata done = worker.client().waitForInstanceCompletion(id, LONG, true);
    assertThat(done.readOutputAs(String.class)).isEqualTo("late but here");
  }

  private OrchestrationMetadata run(TaskOrchestration code, String input) throws Exception {
    worker.workflow("it", code).start();
    String id =
        worker
            .client()
            .scheduleNewOrchestrationInstance(
                "it", new NewOrchestrationInstanceOptions().setInput(input));
    return worker.client().waitForInstanceCompletion(id, LONG, true);
  }

  private String schedule(String workflow, String id) {
    return worker
        .client()
        .scheduleNewOrchestrationInstance(
            workflow, new NewOrchestrationInstanceOptions().setInstanceId(id));
  }
}
