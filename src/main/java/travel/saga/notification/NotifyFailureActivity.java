package travel.saga.notification;

import io.dapr.workflows.WorkflowActivity;
import io.dapr.workflows.WorkflowActivityContext;
import jakarta.inject.Singleton;
import travel.saga.reservation.Settled;
import travel.saga.reservation.StepResult;
import travel.saga.reservation.WireName;

/**
 * Settles the record as REJECTED, CANCELLED or ATTENTION and announces it. Has no compensation: it
 * undoes no booking.
 */
@Singleton
@WireName(NotificationSteps.NOTIFY_FAILURE_NAME)
class NotifyFailureActivity implements WorkflowActivity {
  private final Announcer announcer;

  NotifyFailureActivity(Announcer announcer) {
    this.announcer = announcer;
  }

  @Override
  public StepResult<Settled> run(WorkflowActivityContext ctx) {
    return StepResult.done(announcer.run(ctx));
  }
}
