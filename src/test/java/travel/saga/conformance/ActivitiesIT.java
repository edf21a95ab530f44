package travel.saga.conformance;

import static io.dapr.workflows.client.WorkflowRuntimeStatus.COMPLETED;
import static io.dapr.workflows.client.WorkflowRuntimeStatus.FAILED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.dapr.durabletask.CompositeTaskFailedException;
import io.dapr.durabletask.Task;
import io.dapr.durabletask.TaskFailedException;
import io.dapr.workflows.WorkflowContext;
import io.dapr.workflows.client.WorkflowState;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;

@Tag("jdk")
class ActivitiesIT {
  @Scenario(number = 1, name = "a workflow without steps completes with its output")
  void empty(Rig rig) throws TimeoutException {
    WorkflowState ended = rig.run(ctx -> ctx.complete(ctx.getInput(String.class)), "input");
    assertThat(ended.getRuntimeStatus()).isEqualTo(COMPLETED);
    assertThat(ended.readOutputAs(String.class)).isEqualTo("input");
    assertThat(ended.readInputAs(String.class)).isEqualTo("input");
  }

  @Scenario(number = 2, name = "one activity")
  void single(Rig rig) throws TimeoutException {
    String step = rig.activity(ctx -> "hello, " + ctx.getInput(String.class));
    WorkflowState ended =
        rig.run(ctx -> ctx.complete(ctx.callActivity(step, "you", String.class).await()));
    assertThat(ended.readOutputAs(String.class)).isEqualTo("hello, you");
  }

  @Scenario(number = 3, name = "ten activities in a row run in order")
  void chain(Rig rig) throws TimeoutException {
    List<Integer> ran = new ArrayList<>();
    String step =
        rig.activity(
            ctx -> {
              ran.add(ctx.getInput(Integer.class));
              return ran.size();
            });
    WorkflowState ended =
        rig.run(
            ctx -> {
              int last = 0;
              for (int i = 0; i < 10; i++) {
                last = ctx.callActivity(step, i, Integer.class).await();
              }
              ctx.complete(last);
            });
    assertThat(ended.readOutputAs(Integer.class)).isEqualTo(10);
    assertThat(ran).containsExactly(0, 1, 2, 3, 4, 5, 6, 7, 8, 9);
  }

  @Scenario(number = 4, name = "a fan-out of 100 gives all results, in the order of the calls")
  void fanOut(Rig rig) throws TimeoutException {
    String step = rig.activity(ctx -> ctx.getInput(Integer.class) * 2);
    WorkflowState ended =
        rig.run(
            ctx -> {
              List<Task<Integer>> tasks = new ArrayList<>();
              for (int i = 0; i < 100; i++) {
                tasks.add(ctx.callActivity(step, i, Integer.class));
              }
              ctx.complete(ctx.allOf(tasks).await());
            });
    assertThat(ended.readOutputAs(Integer[].class))
        .containsExactly(IntStream.range(0, 100).mapToObj(i -> i * 2).toArray(Integer[]::new));
  }

  @Scenario(number = 5, name = "of several tasks, the one that is done first wins")
  void anyOf(Rig rig) throws TimeoutException {
    CountDownLatch over = new CountDownLatch(1);
    String slow =
        rig.activity(
            ctx -> {
              Pause.until(over);
              return "slow";
            });
    String quick = rig.otherActivity(ctx -> "quick");
    WorkflowState ended =
        rig.run(
            ctx -> {
              Task<String> first = ctx.callActivity(slow, String.class);
              Task<String> second = ctx.callActivity(quick, String.class);
              ctx.complete(ctx.anyOf(first, second).await() == second ? second.await() : "slow");
            });
    over.countDown();
    assertThat(ended.readOutputAs(String.class)).isEqualTo("quick");
  }

  @Scenario(number = 6, name = "a fan-out with failures: CompositeTaskFailedException with each")
  void fanOutWithFailures(Rig rig) throws TimeoutException {
    String step =
        rig.activity(
            ctx -> {
              int i = ctx.getInput(Integer.class);
              if (i % 2 == 1) {
                throw new IllegalStateException("odd: " + i);
              }
              return i;
            });
    WorkflowState ended =
        rig.run(
            ctx -> {
              List<Task<Integer>> tasks = new ArrayList<>();
              for (int i = 0; i < 6; i++) {
                tasks.add(ctx.callActivity(step, i, Integer.class));
              }
              try {
                ctx.complete("all done: " + ctx.allOf(tasks).await());
              } catch (CompositeTaskFailedException failed) {
                ctx.complete(failed.getExceptions().size());
              }
            });
    assertThat(ended.readOutputAs(String.class)).isEqualTo("3");
  }

  @Scenario(number = 7, name = "30 activities that are not awaited all run")
  void notAwaited(Rig rig) throws TimeoutException {
    Set<Integer> ran = ConcurrentHashMap.newKeySet();
    String step = rig.activity(ctx -> ran.add(ctx.getInput(Integer.class)));
    WorkflowState ended =
        rig.run(
            ctx -> {
              for (int i = 0; i < 30; i++) {
                ctx.callActivity(step, i);
              }
              ctx.complete("at once");
            });
    assertThat(ended.readOutputAs(String.class)).isEqualTo("at once");
    await().atMost(Rig.LONG).until(() -> ran.size() == 30);
  }

  @Scenario(number = 8, name = "an activity throws: TaskFailedException with message and type")
  void throwing(Rig rig) throws TimeoutException {
    String step =
        rig.activity(
            ctx -> {
              throw new IllegalArgumentException("no such city");
            });
    WorkflowState ended = rig.run(ctx -> ctx.complete(caught(ctx, step)));
    assertThat(ended.getRuntimeStatus()).isEqualTo(COMPLETED);
    assertThat(ended.readOutputAs(String.class))
        .isEqualTo("java.lang.IllegalArgumentException: no such city");
  }

  @Scenario(number = 9, name = "a failure that the workflow does not catch: FAILED, with details")
  void uncaught(Rig rig) throws TimeoutException {
    String step =
        rig.activity(
            ctx -> {
              throw new IllegalArgumentException("no such city");
            });
    WorkflowState ended = rig.run(ctx -> ctx.callActivity(step).await());
    assertThat(ended.getRuntimeStatus()).isEqualTo(FAILED);
    assertThat(ended.getFailureDetails().getErrorType())
        .isEqualTo(TaskFailedException.class.getName());
    assertThat(ended.getFailureDetails().getErrorMessage()).contains("no such city");
  }

  @Scenario(number = 10, name = "a workflow that nobody registered: FAILED, with the name")
  void unregisteredWorkflow(Rig rig) throws TimeoutException {
    WorkflowState ended = rig.end(rig.client().scheduleNewWorkflow("nobody-knows-it"));
    assertThat(ended.getRuntimeStatus()).isEqualTo(FAILED);
    assertThat(ended.getFailureDetails().getErrorMessage()).contains("nobody-knows-it");
  }

  @Scenario(number = 11, name = "an activity that nobody registered: a failure that can be caught")
  void unregisteredActivity(Rig rig) throws TimeoutException {
    WorkflowState ended = rig.run(ctx -> ctx.complete(caught(ctx, "nobody-knows-it")));
    assertThat(ended.getRuntimeStatus()).isEqualTo(COMPLETED);
    assertThat(ended.readOutputAs(String.class)).contains("nobody-knows-it");
  }

  private static String caught(WorkflowContext ctx, String activity) {
    try {
      return "no failure: " + ctx.callActivity(activity, String.class).await();
    } catch (TaskFailedException failed) {
      return failed.getErrorDetails().getErrorType()
          + ": "
          + failed.getErrorDetails().getErrorMessage();
    }
  }
}
