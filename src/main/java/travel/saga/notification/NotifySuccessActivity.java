package travel.saga.notification;

import io.dapr.workflows.WorkflowActivity;
import io.dapr.workflows.WorkflowActivityContext;
import jakarta.inject.Singleton;
import travel.saga.reservation.Settled;
import travel.saga.reservation.StepResult;
import travel.saga.reservation.WireName;

/** Settles the record as CONFIRMED and announces it. Has no compensation: it undoes no booking. */
@Singleton
@WireName(NotificationSteps.NOTIFY_SUCCESS_NAME)
class NotifySuccessActivity implements WorkflowActivity {
  private final Announcer announcer;

  NotifySuccessActivity(Announcer announcer) {
    this.announcer = announcer;
  }

  @Override
  public StepResult<Settled> run(WorkflowActivityContext ctx) {
    return StepResult.done(announcer.run(ctx));
  }
}
