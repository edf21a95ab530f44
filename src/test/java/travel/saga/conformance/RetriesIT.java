package travel.saga.conformance;

import static io.dapr.workflows.client.WorkflowRuntimeStatus.FAILED;
import static org.assertj.core.api.Assertions.assertThat;

import io.dapr.durabletask.Task;
import io.dapr.durabletask.TaskFailedException;
import io.dapr.workflows.WorkflowActivity;
import io.dapr.workflows.WorkflowTaskOptions;
import io.dapr.workflows.WorkflowTaskRetryHandler;
import io.dapr.workflows.WorkflowTaskRetryPolicy;
import io.dapr.workflows.client.WorkflowState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeoutException;

class RetriesIT {
  @Scenario(number = 12, name = "at most 3 attempts: exactly 3 calls, then the failure")
  void threeAttempts(Rig rig) throws TimeoutException {
    List<String> calls = new CopyOnWriteArrayList<>();
    String step = rig.activity(failing(calls));
    WorkflowState ended = rig.run(ctx -> ctx.callActivity(step, null, thrice()).await());
    assertThat(ended.getRuntimeStatus()).isEqualTo(FAILED);
    assertThat(calls).hasSize(3);
  }

  @Scenario(number = 13, name = "a success at the third attempt; all have one task execution id")
  void thirdAttempt(Rig rig) throws TimeoutException {
    List<String> calls = new CopyOnWriteArrayList<>();
    String step =
        rig.activity(
            ctx -> {
              calls.add(ctx.getTaskExecutionId());
              if (calls.size() < 3) {
                throw new IllegalStateException("not yet");
              }
              return "done";
            });
    WorkflowState ended =
        rig.run(ctx -> ctx.complete(ctx.callActivity(step, null, thrice(), String.class).await()));
    assertThat(ended.readOutputAs(String.class)).isEqualTo("done");
    assertThat(calls).hasSize(3).doesNotContain("").containsOnly(calls.get(0));
  }

  @Scenario(number = 14, name = "5 parallel retries: 3 attempts each, an id of its own for each")
  void parallel(Rig rig) throws TimeoutException {
    Map<Integer, List<String>> calls = new ConcurrentHashMap<>();
    String step =
        rig.activity(
            ctx -> {
              List<String> mine =
                  calls.computeIfAbsent(
                      ctx.getInput(Integer.class), i -> new CopyOnWriteArrayList<>());
              mine.add(ctx.getTaskExecutionId());
              if (mine.size() < 3) {
                throw new IllegalStateException("not yet");
              }
              return mine.get(0);
            });
    WorkflowState ended =
        rig.run(
            ctx -> {
              List<Task<String>> tasks = new ArrayList<>();
              for (int i = 0; i < 5; i++) {
                tasks.add(ctx.callActivity(step, i, thrice(), String.class));
              }
              ctx.complete(ctx.allOf(tasks).await());
            });
    assertThat(ended.readOutputAs(String[].class)).hasSize(5).doesNotHaveDuplicates();
    assertThat(calls.values())
        .allSatisfy(ids -> assertThat(ids).hasSize(3).containsOnly(ids.get(0)));
  }

  @Scenario(number = 15, name = "a retry handler that says no ends the attempts")
  void handler(Rig rig) throws TimeoutException {
    List<String> calls = new CopyOnWriteArrayList<>();
    String step = rig.activity(failing(calls));
    WorkflowTaskRetryHandler once = retry -> retry.getLastAttemptNumber() < 2;
    WorkflowState ended =
        rig.run(
            ctx -> {
              try {
                ctx.callActivity(step, null, new WorkflowTaskOptions(once)).await();
                ctx.complete("no failure");
              } catch (TaskFailedException failed) {
                ctx.complete(failed.getErrorDetails().getErrorMessage());
              }
            });
    assertThat(ended.readOutputAs(String.class)).isEqualTo("always");
    assertThat(calls).hasSize(2);
  }

  private static WorkflowActivity failing(List<String> calls) {
    return ctx -> {
      calls.add(ctx.getTaskExecutionId());
      throw new IllegalStateException("always");
    };
  }

  private static WorkflowTaskOptions thrice() {
    return new WorkflowTaskOptions(
        WorkflowTaskRetryPolicy.newBuilder()
            .setMaxNumberOfAttempts(3)
            .setFirstRetryInterval(Duration.ofMillis(100))
            .build());
  }
}
