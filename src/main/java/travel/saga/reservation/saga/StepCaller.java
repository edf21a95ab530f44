package travel.saga.reservation.saga;

import com.fasterxml.jackson.databind.JsonNode;
import io.dapr.durabletask.Task;
import io.dapr.durabletask.TaskFailedException;
import io.dapr.workflows.WorkflowContext;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import travel.saga.reservation.Step;

/** Calls a step where it is served: here, or in another application and then against the clock. */
final class StepCaller {
  private final WorkflowContext ctx;
  private final SagaLimits limits;

  StepCaller(WorkflowContext ctx, SagaLimits limits) {
    this.ctx = ctx;
    this.limits = limits;
  }

  /**
   * @return the answer as it came; null where there was none
   * @throws AttemptFailedException when the step failed, or did not answer in time
   */
  @Nullable JsonNode call(Step<?, ?> step, JsonNode call, int attempt) {
    Route route = limits.route(step);
    try {
      return route == null
          ? ctx.callActivity(step.name(), call, JsonNode.class).await()
          : inTime(step, start(route, step, call, attempt), route.timeout());
    } catch (TaskFailedException fault) {
      throw new AttemptFailedException(step.name() + " failed");
    }
  }

  /** The id says what it is for, and is the same on replay whatever the engine makes of it. */
  private Task<JsonNode> start(Route route, Step<?, ?> step, JsonNode call, int attempt) {
    String id = ctx.getInstanceId() + "~" + step.name() + "-" + attempt;
    var input = new RemoteStepWorkflow.Input(step.name(), route.appId(), call);
    return ctx.callChildWorkflow(RemoteStepWorkflow.NAME, input, id, JsonNode.class);
  }

  /**
   * What comes later is not looked at: the key makes a second attempt harmless, and undoing voids
   * it.
   */
  private @Nullable JsonNode inTime(Step<?, ?> step, Task<JsonNode> answer, Duration timeout) {
    ctx.anyOf(answer, ctx.createTimer(timeout)).await();
    if (!answer.isDone()) {
      throw new AttemptFailedException(step.name() + " was not answered within " + timeout);
    }
    return answer.await();
  }
}
