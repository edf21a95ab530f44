package travel.saga.conformance;

import static io.dapr.workflows.client.WorkflowRuntimeStatus.COMPLETED;
import static io.dapr.workflows.client.WorkflowRuntimeStatus.PENDING;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dapr.workflows.WorkflowStub;
import io.dapr.workflows.client.NewWorkflowOptions;
import io.dapr.workflows.client.WorkflowState;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

class InstancesIT {
  private static final WorkflowStub WAITING =
      ctx -> ctx.complete(ctx.waitForExternalEvent("go", String.class).await());
  private static final WorkflowStub ECHO = ctx -> ctx.complete(ctx.getInput(String.class));

  @Scenario(number = 48, name = "an id in use: \"already exists\"; of two racers exactly one wins")
  void duplicateId(Rig rig) throws TimeoutException {
    String id = UUID.randomUUID().toString();
    rig.startAs(WAITING, new NewWorkflowOptions().setInstanceId(id));
    assertThatThrownBy(() -> rig.startAs(WAITING, new NewWorkflowOptions().setInstanceId(id)))
        .hasMessageContaining("already exists");
    rig.client().raiseEvent(id, "go", "first");
    assertThat(rig.end(id).readOutputAs(String.class)).isEqualTo("first");
    for (int round = 0; round < 10; round++) {
      String contested = UUID.randomUUID().toString();
      List<CompletableFuture<Boolean>> racers =
          Stream.generate(() -> CompletableFuture.supplyAsync(() -> starts(rig, contested)))
              .limit(2)
              .toList();
      assertThat(racers.stream().filter(CompletableFuture::join)).hasSize(1);
      rig.client().terminateWorkflow(contested, null);
    }
  }

  private static boolean starts(Rig rig, String id) {
    try {
      rig.startAs(WAITING, new NewWorkflowOptions().setInstanceId(id));
      return true;
    } catch (RuntimeException refused) {
      assertThat(refused).hasMessageContaining("already exists");
      return false;
    }
  }

  @Scenario(number = 49, name = "the id of a completed instance can be used again: a new run")
  void reusedId(Rig rig) throws TimeoutException {
    String id = UUID.randomUUID().toString();
    rig.startAs(ECHO, new NewWorkflowOptions().setInstanceId(id).setInput("first"));
    assertThat(rig.end(id).readOutputAs(String.class)).isEqualTo("first");
    rig.startAs(ECHO, new NewWorkflowOptions().setInstanceId(id).setInput("second"));
    assertThat(rig.end(id).readOutputAs(String.class)).isEqualTo("second");
    assertThat(rig.protocol().history(id).stream().filter(event -> event.hasExecutionStarted()))
        .hasSize(1);
  }

  @Differs(
      on = EngineKind.DAPR,
      because = "an id with /, \\, # or ? is refused, by its scheduler; others run")
  @Scenario(number = 50, name = "special characters in an id")
  void specialCharacters(Rig rig) throws TimeoutException {
    runUnder(rig, "Zürich→日本 %2F&=+'\";:,~@!$()[]{}*<> " + UUID.randomUUID());
    for (String special : new String[] {"/", "\\", "#", "?"}) {
      String id = "a" + special + UUID.randomUUID();
      if (Rig.isOn(EngineKind.EMBEDDED)) {
        runUnder(rig, id);
      } else {
        assertThatThrownBy(() -> runUnder(rig, id)).hasMessageContaining("must not contain");
      }
    }
  }

  private static void runUnder(Rig rig, String id) throws TimeoutException {
    String step = rig.activity(ctx -> "ran");
    rig.startAs(
        ctx -> {
          ctx.waitForExternalEvent("go").await();
          ctx.complete(ctx.callActivity(step, String.class).await() + " " + ctx.getInstanceId());
        },
        new NewWorkflowOptions().setInstanceId(id));
    rig.client().raiseEvent(id, "go", null);
    assertThat(rig.end(id).readOutputAs(String.class)).isEqualTo("ran " + id);
    assertThat(rig.client().purgeWorkflow(id)).isTrue();
  }

  @Scenario(number = 51, name = "a start in the future: returns at once, PENDING until it is due")
  void startInTheFuture(Rig rig) throws TimeoutException {
    String step = rig.activity(ctx -> Instant.now().toEpochMilli());
    Instant due = Instant.now().plusSeconds(5);
    String id =
        rig.startAs(
            ctx -> ctx.complete(ctx.callActivity(step, Long.class).await()),
            new NewWorkflowOptions().setStartTime(due));
    assertThat(Instant.now()).isBefore(due);
    assertThat(rig.state(id).getRuntimeStatus()).isEqualTo(PENDING);
    assertThat(rig.end(id).readOutputAs(Long.class)).isGreaterThanOrEqualTo(due.toEpochMilli());
  }

  @Scenario(number = 52, name = "a start returns when the instance is no longer PENDING")
  void returnsWhenStarted(Rig rig) {
    for (int i = 0; i < 20; i++) {
      String id = rig.start(WAITING);
      assertThat(rig.state(id).getRuntimeStatus()).isNotEqualTo(PENDING);
      rig.client().terminateWorkflow(id, null);
    }
  }

  @Scenario(number = 53, name = "a missing instance is not running and has no name")
  void getMissing(Rig rig) {
    WorkflowState missing = rig.client().getWorkflowState("never-started", true);
    assertThat(missing.isRunning()).isFalse();
    assertThat(missing.isCompleted()).isFalse();
    assertThat(missing.getName()).isEmpty();
  }

  @Scenario(number = 54, name = "waiting for a missing instance: TimeoutException")
  void waitForMissing(Rig rig) {
    assertThatThrownBy(
            () ->
                rig.client()
                    .waitForWorkflowCompletion("never-started", Duration.ofSeconds(1), false))
        .isInstanceOf(TimeoutException.class);
  }

  @Scenario(number = 55, name = "purging a completed instance: true, then it is missing")
  void purge(Rig rig) throws TimeoutException {
    String id = rig.start(ECHO, "input");
    assertThat(rig.end(id).getRuntimeStatus()).isEqualTo(COMPLETED);
    assertThat(rig.client().purgeWorkflow(id)).isTrue();
    assertThat(rig.client().getWorkflowState(id, false).getName()).isEmpty();
  }

  @Scenario(number = 56, name = "purging a running or a missing instance: an exception")
  void purgeRunningOrMissing(Rig rig) throws TimeoutException {
    String id = rig.start(WAITING);
    assertThatThrownBy(() -> rig.client().purgeWorkflow(id))
        .hasMessageContaining("not yet completed");
    assertThatThrownBy(() -> rig.client().purgeWorkflow("never-started"))
        .hasMessageContaining("no such instance exists");
    rig.client().raiseEvent(id, "go", "went");
    assertThat(rig.end(id).readOutputAs(String.class)).isEqualTo("went");
  }
}
