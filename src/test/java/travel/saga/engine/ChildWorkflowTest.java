package travel.saga.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.StringValue;
import io.dapr.durabletask.NewOrchestrationInstanceOptions;
import io.dapr.durabletask.OrchestrationMetadata;
import io.dapr.durabletask.OrchestrationRuntimeStatus;
import io.dapr.durabletask.RetryPolicy;
import io.dapr.durabletask.Task;
import io.dapr.durabletask.TaskFailedException;
import io.dapr.durabletask.TaskOptions;
import io.dapr.durabletask.TaskOrchestration;
import io.dapr.durabletask.implementation.protobuf.OrchestratorService.PurgeInstancesRequest;
import io.dapr.durabletask.implementation.protobuf.OrchestratorService.TerminateRequest;
import io.dapr.durabletask.implementation.protobuf.TaskHubSidecarServiceGrpc;
import io.dapr.durabletask.implementation.protobuf.TaskHubSidecarServiceGrpc.TaskHubSidecarServiceBlockingStub;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ChildWorkflowTest extends EngineTest {
  private static final TaskOrchestration WAITING =
      ctx -> ctx.complete(ctx.waitForExternalEvent("go", String.class).await());

  @Test
  void returnsTheChildsOutput() throws Exception {
    worker.workflow("child", ctx -> ctx.complete("child of " + ctx.getInput(String.class)));
    OrchestrationMetadata done =
        run(ctx -> ctx.complete(ctx.callSubOrchestrator("child", "p", String.class).await()));
    assertThat(done.readOutputAs(String.class)).isEqualTo("child of p");
  }

  @Test
  void collectsTheResultsOfManyChildren() throws Exception {
    worker.workflow("child", ctx -> ctx.complete(2 * ctx.getInput(Integer.class)));
    OrchestrationMetadata done =
        run(
            ctx -> {
              List<Task<Integer>> children = new ArrayList<>();
              for (int i = 0; i < 50; i++) {
                children.add(ctx.callSubOrchestrator("child", i, Integer.class));
              }
              ctx.complete(ctx.allOf(children).await().stream().mapToInt(n -> n).sum());
            });
    assertThat(done.readOutputAs(Integer.class)).isEqualTo(2450);
  }

  @Test
  void nestsThreeDeep() throws Exception {
    worker
        .workflow("leaf", ctx -> ctx.complete("leaf"))
        .workflow(
            "branch",
            ctx ->
                ctx.complete(
                    "branch " + ctx.callSubOrchestrator("leaf", null, String.class).await()));
    OrchestrationMetadata done =
        run(
            ctx ->
                ctx.complete(
                    "tree " + ctx.callSubOrchestrator("branch", null, String.class).await()));
    assertThat(done.readOutputAs(String.class)).isEqualTo("tree branch leaf");
  }

  @Test
  void handsTheChildsFailureToTheParent() throws Exception {
    worker.workflow(
        "child",
        ctx -> {
          throw new IllegalStateException("no way");
        });
    OrchestrationMetadata done = run(catching("child", null));
    assertThat(done.readOutputAs(String.class)).contains("no way");
  }

  @Test
  void triesAChildAgainUnderItsIdUntilItSucceeds() throws Exception {
    AtomicInteger attempts = new AtomicInteger();
    worker.workflow(
        "child",
        ctx -> {
          if (attempts.incrementAndGet() < 3) {
            throw new IllegalStateException("not yet");
          }
          ctx.complete("third");
        });
    TaskOptions thrice = TaskOptions.withRetryPolicy(new RetryPolicy(3, Duration.ofMillis(1)));
    OrchestrationMetadata done =
        run(
            ctx ->
                ctx.complete(
                    ctx.callSubOrchestrator("child", null, "same", thrice, String.class).await()));
    assertThat(done.readOutputAs(String.class)).isEqualTo("third");
    assertThat(attempts).hasValue(3);
    assertThat(status("same")).isEqualTo(OrchestrationRuntimeStatus.COMPLETED);
  }

  @Test
  void tellsTheParentThatItsChildWasTerminated() throws Exception {
    worker.workflow("child", WAITING).workflow("it", catching("child", "kid")).start();
    schedule("it", "parent");
    worker.client().waitForInstanceStart("kid", LONG);
    worker.client().terminate("kid", "enough");
    assertThat(output("parent")).contains("'kid' was terminated");
  }

  @Test
  void leavesTheChildOfATerminatedParentRunning() throws Exception {
    worker.workflow("child", WAITING).workflow("it", catching("child", "kid")).start();
    schedule("it", "parent");
    worker.client().waitForInstanceStart("kid", LONG);
    worker.client().terminate("parent", "enough");
    assertThat(status("kid")).isEqualTo(OrchestrationRuntimeStatus.RUNNING);
    worker.client().raiseEvent("kid", "go", "on");
    assertThat(output("kid")).isEqualTo("on");
    assertThat(output("parent")).isEqualTo("enough");
  }

  @Test
  void terminatesAllBelowARunThatIsTerminatedWithItsChildren() throws Exception {
    family();
    schedule("it", "parent");
    worker.client().waitForInstanceStart("grandkid", LONG);
    terminateAll("parent");
    for (String id : List.of("parent", "kid", "grandkid")) {
      assertThat(output(id)).isEqualTo("enough");
      assertThat(status(id)).isEqualTo(OrchestrationRuntimeStatus.TERMINATED);
    }
  }

  @Test
  void purgesAllBelowARunOnlyOnceAllHaveEnded() throws Exception {
    family();
    schedule("it", "parent");
    worker.client().waitForInstanceStart("grandkid", LONG);
    worker.client().terminate("parent", null);
    assertThatThrownBy(() -> purgeAll("parent")).hasMessageContaining("not yet completed");
    worker.client().raiseEvent("grandkid", "go", "on");
    assertThat(output("kid")).isEqualTo("on");
    assertThat(purgeAll("parent")).isEqualTo(3);
    for (String id : List.of("parent", "kid", "grandkid")) {
      assertThat(worker.client().getInstanceMetadata(id, false).isInstanceFound()).isFalse();
    }
  }

  @Test
  void terminatesWhatAnEarlierGenerationBegan() throws Exception {
    generations();
    terminateAll("parent");
    for (String id : List.of("parent", "kid-1", "kid-2")) {
      assertThat(output(id)).isEqualTo("enough");
    }
  }

  @Test
  void terminatesWhatAnEarlierGenerationBeganBeforeTheEngineWasStartedAgain() throws Exception {
    generations();
    closeEngine();
    startEngine();
    worker.start();
    terminateAll("parent");
    for (String id : List.of("parent", "kid-1", "kid-2")) {
      assertThat(output(id)).isEqualTo("enough");
    }
  }

  @Test
  void purgesWhatEarlierGenerationsBegan() throws Exception {
    generations();
    worker.client().raiseEvent("kid-1", "go", "on");
    assertThat(output("kid-1")).isEqualTo("on");
    terminateAll("parent");
    assertThat(output("kid-2")).isEqualTo("enough");
    assertThat(purgeAll("parent")).isEqualTo(3);
    for (String id : List.of("parent", "kid-1", "kid-2")) {
      assertThat(worker.client().getInstanceMetadata(id, false).isInstanceFound()).isFalse();
    }
  }

  /** A parent in its second generation, whose child and that of the first run. */
  private void generations() throws Exception {
    begunAnew("kid-1", "kid-2");
    worker.client().waitForInstanceStart("kid-2", LONG);
  }

  /** A parent that was told to begin anew, and asks for another child then. */
  private void begunAnew(String firstChild, String secondChild) throws Exception {
    worker
        .workflow("child", WAITING)
        .workflow(
            "it",
            ctx -> {
              boolean first = ctx.getInput(String.class) == null;
              String id = first ? firstChild : secondChild;
              var child = ctx.callSubOrchestrator("child", null, id, null, String.class);
              if (first) {
                ctx.waitForExternalEvent("again").await();
                ctx.continueAsNew("second");
              } else {
                ctx.complete(child.await());
              }
            })
        .start();
    schedule("it", "parent");
    worker.client().waitForInstanceStart(firstChild, LONG);
    worker.client().raiseEvent("parent", "again");
  }

  @Test
  void purgesWhatHasNotEndedWhereItIsForced() throws Exception {
    family();
    schedule("it", "parent");
    worker.client().waitForInstanceStart("grandkid", LONG);
    assertThat(purge("kid", false, true)).isEqualTo(1);
    assertThat(output("parent")).contains("'kid' was terminated");
    schedule("it", "other");
    worker.client().waitForInstanceStart("kid", LONG);
    assertThat(purge("other", true, true)).isEqualTo(2); // the grandchild is the first kid's
    for (String id : List.of("kid", "other")) {
      assertThat(worker.client().getInstanceMetadata(id, false).isInstanceFound()).isFalse();
    }
    assertThat(status("grandkid")).isEqualTo(OrchestrationRuntimeStatus.RUNNING);
  }

  private void family() {
    worker
        .workflow("grandchild", WAITING)
        .workflow(
            "child",
            ctx -> {
              var grandchild =
                  ctx.callSubOrchestrator("grandchild", null, "grandkid", null, String.class);
              ctx.complete(grandchild.await());
            })
        .workflow("it", catching("child", "kid"))
        .start();
  }

  private TaskHubSidecarServiceBlockingStub stub() {
    return TaskHubSidecarServiceGrpc.newBlockingStub(worker.channel());
  }

  private void terminateAll(String id) {
    var unused =
        stub()
            .terminateInstance(
                TerminateRequest.newBuilder()
                    .setInstanceId(id)
                    .setOutput(StringValue.of("\"enough\""))
                    .setRecursive(true)
                    .build());
  }

  private int purgeAll(String id) {
    return purge(id, true, false);
  }

  private int purge(String id, boolean recursive, boolean force) {
    return stub()
        .purgeInstances(
            PurgeInstancesRequest.newBuilder()
                .setInstanceId(id)
                .setRecursive(recursive)
                .setForce(force)
                .build())
        .getDeletedInstanceCount();
  }

  @Test
  void failsAChildWhoseIdAnotherRunHas() throws Exception {
    worker.workflow("child", WAITING).workflow("it", catching("child", "taken")).start();
    schedule("child", "taken");
    schedule("it", "parent");
    assertThat(output("parent")).contains("an active workflow with ID 'taken' already exists");
    worker.client().raiseEvent("taken", "go", "still here");
    assertThat(output("taken")).isEqualTo("still here");
  }

  @Test
  void failsAChildWhoseIdAnEarlierRunOfTheParentHasInUse() throws Exception {
    worker.workflow("child", WAITING).workflow("it", catching("child", "kid")).start();
    schedule("it", "parent");
    worker.client().waitForInstanceStart("kid", LONG);
    worker.client().terminate("parent", "enough"); // alone
    schedule("it", "parent");
    assertThat(output("parent")).contains("an active workflow with ID 'kid' already exists");
    worker.client().raiseEvent("kid", "go", "still the first one's");
    assertThat(output("kid")).isEqualTo("still the first one's");
  }

  @Test
  void failsAChildThatHasItsParentsId() throws Exception {
    worker
        .workflow("child", WAITING)
        .workflow(
            "it",
            ctx -> {
              ctx.callSubOrchestrator("child", null, "parent", null, String.class);
              ctx.complete("done");
            })
        .start();
    schedule("it", "parent");
    assertThat(output("parent")).isEqualTo("done");
  }

  @Test
  void failsAChildOfAnotherApplicationForGood() throws Exception {
    OrchestrationMetadata done =
        run(
            ctx -> {
              try {
                ctx.callSubOrchestrator(
                        "child", null, null, TaskOptions.withAppID("payments"), String.class)
                    .await();
              } catch (TaskFailedException e) {
                boolean forGood = e.getErrorDetails().isNonRetriable();
                ctx.complete(forGood + e.getErrorDetails().getErrorMessage());
              }
            });
    assertThat(done.readOutputAs(String.class)).startsWith("true").contains("'payments'");
  }

  @Test
  void runsAChildThatNobodyAwaitedAfterItsParentsEnd() throws Exception {
    worker.workflow("child", ctx -> ctx.complete("ran"));
    run(
        ctx -> {
          ctx.callSubOrchestrator("child", null, "kid", null, String.class);
          ctx.complete("done");
        });
    assertThat(output("kid")).isEqualTo("ran");
  }

  @Test
  void reportsAChildOfTheLastGenerationToTheOneThatAsksForItAgain() throws Exception {
    begunAnew("kid", "kid");
    awaitSecondGeneration();
    worker.client().raiseEvent("kid", "go", "for the second");
    assertThat(output("parent")).isEqualTo("for the second");
  }

  @Test
  void goesOnWithParentAndChildWhenItIsStartedAgain() throws Exception {
    worker.workflow("child", WAITING).workflow("it", catching("child", "kid")).start();
    schedule("it", "parent");
    worker.client().waitForInstanceStart("kid", LONG);
    closeEngine();
    startEngine();
    worker.workflow("child", WAITING).workflow("it", catching("child", "kid")).start();
    worker.client().terminate("kid", "enough");
    assertThat(output("parent")).contains("'kid' was terminated");
    assertThat(worker.client().purgeInstance("kid").getDeletedInstanceCount()).isEqualTo(1);
    assertThat(worker.client().purgeInstance("parent").getDeletedInstanceCount()).isEqualTo(1);
    engine.close();
    assertThat(DataFile.count(directory, "inbox")).isZero();
    assertThat(DataFile.count(directory, "instance")).isZero();
  }

  private void awaitSecondGeneration() {
    await()
        .until(
            () -> {
              var parent = worker.client().getInstanceMetadata("parent", true);
              return "\"second\"".equals(parent.getSerializedInput());
            });
  }

  private static TaskOrchestration catching(String child, @Nullable String id) {
    return ctx -> {
      try {
        ctx.callSubOrchestrator(child, null, id, null, String.class).await();
      } catch (TaskFailedException e) {
        ctx.complete(e.getErrorDetails().getErrorMessage());
      }
    };
  }

  private OrchestrationMetadata run(TaskOrchestration code) throws Exception {
    worker.workflow("it", code).start();
    schedule("it", "parent");
    return worker.client().waitForInstanceCompletion("parent", LONG, true);
  }

  private void schedule(String workflow, String id) {
    worker
        .client()
        .scheduleNewOrchestrationInstance(
            workflow, new NewOrchestrationInstanceOptions().setInstanceId(id));
  }

  private OrchestrationRuntimeStatus status(String id) {
    return worker.client().getInstanceMetadata(id, false).getRuntimeStatus();
  }

  private String output(String id) throws Exception {
    return worker.client().waitForInstanceCompletion(id, LONG, true).readOutputAs(String.class);
  }
}
