package travel.saga.reservation.saga;

import io.dapr.workflows.WorkflowActivity;
import io.dapr.workflows.WorkflowActivityContext;
import jakarta.inject.Singleton;
import travel.saga.reservation.RetryMarks;
import travel.saga.reservation.StepCall;
import travel.saga.reservation.StepResult;
import travel.saga.reservation.WireName;

/**
 * Marks a reservation of which a step is tried again, where that step is another application's: no
 * activity of this one has seen it fail. Waits for the write, which would be cut off with the
 * activity's end.
 */
@Singleton
@WireName(MarkRetryingActivity.NAME)
class MarkRetryingActivity implements WorkflowActivity {
  static final String NAME = "mark-retrying"; // in stored histories

  private final RetryMarks marks;

  MarkRetryingActivity(RetryMarks marks) {
    this.marks = marks;
  }

  @Override
  public StepResult<Boolean> run(WorkflowActivityContext ctx) {
    return StepResult.done(
        marks.attemptFailed(ctx.getInput(StepCall.class)).toCompletableFuture().join());
  }
}
