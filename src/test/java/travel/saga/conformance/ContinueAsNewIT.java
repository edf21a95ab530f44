package travel.saga.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.dapr.workflows.WorkflowStub;
import io.dapr.workflows.client.WorkflowState;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;

class ContinueAsNewIT {
  @Scenario(number = 36, name = "10 rounds of continue-as-new, a timer in each")
  void tenRounds(Rig rig) throws TimeoutException {
    WorkflowState ended =
        rig.run(
            ctx -> {
              int round = ctx.getInput(Integer.class);
              ctx.createTimer(Duration.ofMillis(100)).await();
              if (round < 10) {
                ctx.continueAsNew(round + 1);
              } else {
                ctx.complete(round);
              }
            },
            1);
    assertThat(ended.readOutputAs(Integer.class)).isEqualTo(10);
  }

  @Scenario(number = 37, name = "30 rounds of continue-as-new with nothing between")
  void tightLoop(Rig rig) throws TimeoutException {
    WorkflowState ended =
        rig.run(
            ctx -> {
              int round = ctx.getInput(Integer.class);
              if (round < 30) {
                ctx.continueAsNew(round + 1);
              } else {
                ctx.complete(round);
              }
            },
            1);
    assertThat(ended.readOutputAs(Integer.class)).isEqualTo(30);
  }

  @Scenario(
      number = 38,
      name = "50 events raised in parallel over continue-as-new: each is seen once")
  void keepsEvents(Rig rig) throws TimeoutException {
    String id = rig.start(collecting(50), new Integer[0]);
    IntStream.range(0, 50).parallel().forEach(i -> rig.client().raiseEvent(id, "number", i));
    assertThat(rig.end(id).readOutputAs(Integer[].class))
        .containsExactlyInAnyOrder(IntStream.range(0, 50).boxed().toArray(Integer[]::new));
  }

  @Differs(
      on = EngineKind.DAPR,
      because =
          "all events arrive, each once, but in any order: the SDK hands those that are carried over"
              + " back as a set, and only the embedded engine restores their order")
  @Scenario(number = 39, name = "events that are carried over keep their order")
  void keepsTheOrder(Rig rig) throws TimeoutException {
    Integer[] all = IntStream.range(0, 20).boxed().toArray(Integer[]::new);
    String id = rig.start(collecting(20), new Integer[0]);
    rig.client().suspendWorkflow(id, null);
    for (Integer i : all) {
      rig.client().raiseEvent(id, "number", i);
    }
    rig.client().resumeWorkflow(id, null);
    Integer[] seen = rig.end(id).readOutputAs(Integer[].class);
    if (Rig.isOn(EngineKind.EMBEDDED)) {
      assertThat(seen).containsExactly(all);
    } else {
      assertThat(seen).containsExactlyInAnyOrder(all);
    }
  }

  /** One event a round, what is left goes into the next. */
  private static WorkflowStub collecting(int count) {
    return ctx -> {
      List<Integer> seen = new ArrayList<>(Arrays.asList(ctx.getInput(Integer[].class)));
      seen.add(ctx.waitForExternalEvent("number", Integer.class).await());
      if (seen.size() < count) {
        ctx.continueAsNew(seen, true);
      } else {
        ctx.complete(seen);
      }
    };
  }

  @Scenario(number = 40, name = "activities scheduled in the turn that continues as new never run")
  void dropsActivities(Rig rig) throws TimeoutException {
    Queue<Integer> ran = new ConcurrentLinkedQueue<>();
    String step = rig.activity(ctx -> ran.add(ctx.getInput(Integer.class)));
    rig.run(
        ctx -> {
          int round = ctx.getInput(Integer.class);
          for (int i = 0; i < 30; i++) {
            ctx.callActivity(step, round);
          }
          if (round == 1) {
            ctx.continueAsNew(2);
          } else {
            ctx.complete(null);
          }
        },
        1);
    await().atMost(Rig.LONG).until(() -> ran.size() >= 30);
    assertThat(ran).hasSize(30).containsOnly(2);
  }

  @Scenario(
      number = 41,
      name = "an activity in each of 10 rounds runs once in each, under its own id")
  void activityInEachRound(Rig rig) throws TimeoutException {
    Queue<String> ids = new ConcurrentLinkedQueue<>();
    Queue<Integer> rounds = new ConcurrentLinkedQueue<>();
    String step =
        rig.activity(
            ctx -> {
              ids.add(ctx.getTaskExecutionId());
              rounds.add(ctx.getInput(Integer.class));
              return null;
            });
    rig.run(
        ctx -> {
          int round = ctx.getInput(Integer.class);
          ctx.callActivity(step, round).await();
          if (round < 10) {
            ctx.continueAsNew(round + 1);
          } else {
            ctx.complete(round);
          }
        },
        1);
    assertThat(rounds).containsExactly(1, 2, 3, 4, 5, 6, 7, 8, 9, 10);
    assertThat(ids).doesNotHaveDuplicates();
  }

  /** Both timers have the number 0 in their generation. */
  @Scenario(number = 42, name = "a timer that was pending at continue-as-new never fires")
  void dropsTimers(Rig rig) throws TimeoutException {
    WorkflowState ended =
        rig.run(
            ctx -> {
              if (ctx.getInput(Integer.class) == 1) {
                ctx.createTimer(Duration.ofSeconds(1));
                ctx.continueAsNew(2);
                return;
              }
              Instant before = ctx.getCurrentInstant();
              ctx.createTimer(Duration.ofSeconds(3)).await();
              ctx.complete(Duration.between(before, ctx.getCurrentInstant()).toMillis());
            },
            1);
    assertThat(ended.readOutputAs(Long.class)).isGreaterThanOrEqualTo(3_000);
    assertThat(
            rig.protocol().history(ended.getWorkflowId()).stream()
                .filter(event -> event.hasTimerFired()))
        .hasSize(1);
  }
}
