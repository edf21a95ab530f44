package travel.saga.reservation.saga;

import com.fasterxml.jackson.databind.JsonNode;
import io.dapr.durabletask.TaskFailedException;
import io.dapr.workflows.Workflow;
import io.dapr.workflows.WorkflowContext;
import io.dapr.workflows.WorkflowStub;
import io.dapr.workflows.WorkflowTaskOptions;
import jakarta.inject.Singleton;
import travel.saga.reservation.RetryMarks;
import travel.saga.reservation.StepCall;
import travel.saga.reservation.WireFormat;
import travel.saga.reservation.WireName;

/**
 * One attempt of a step that another application serves. A workflow of its own, because a sidecar
 * does not end the turn that calls another application before it has reached it: while that
 * application is away it is this workflow that hangs, and the saga's timer still fires.
 */
@Singleton
@WireName(RemoteStepWorkflow.NAME)
public final class RemoteStepWorkflow implements Workflow {
  public static final String NAME = "remote-step"; // in stored histories

  /**
   * What the workflow is started with.
   *
   * @param step wire name of the activity
   * @param call the activity's input
   */
  public record Input(String step, String appId, JsonNode call) {}

  @Override
  public WorkflowStub create() {
    return RemoteStepWorkflow::execute;
  }

  private static void execute(WorkflowContext ctx) {
    Input input = ctx.getInput(Input.class);
    if (ctx.isPatched(MarkRetryingActivity.NAME)) {
      mark(ctx, WireFormat.MAPPER.convertValue(input.call(), StepCall.class));
    }
    var application = new WorkflowTaskOptions(input.appId());
    ctx.complete(ctx.callActivity(input.step(), input.call(), application, JsonNode.class).await());
  }

  /**
   * With the attempt before this one: the first, which is nearly always the last, costs nothing.
   */
  private static void mark(WorkflowContext ctx, StepCall call) {
    int failed = call.attempt() - 1;
    if (RetryMarks.isKept(failed)) {
      var mark = new StepCall(call.reservationId(), failed, false, false);
      try {
        ctx.callActivity(MarkRetryingActivity.NAME, mark, JsonNode.class).await();
      } catch (TaskFailedException lost) {
        // no more than the hint
      }
    }
  }
}
