package travel.saga.car;

import io.dapr.workflows.WorkflowActivity;
import io.dapr.workflows.WorkflowActivityContext;
import jakarta.inject.Singleton;
import travel.saga.reservation.Done;
import travel.saga.reservation.StepResult;
import travel.saga.reservation.Undo;
import travel.saga.reservation.WireName;

/** Gives a car back, held or confirmed or never taken, and voids its key. */
@Singleton
@WireName(CarSteps.CANCEL_CAR_NAME)
class CancelCarActivity implements WorkflowActivity {
  private final CarPartner partner;

  CancelCarActivity(CarPartner partner) {
    this.partner = partner;
  }

  @Override
  public StepResult<Done> run(WorkflowActivityContext ctx) {
    Undo undo = ctx.getInput(Undo.class);
    partner.cancel(undo.key());
    return StepResult.done(new Done(undo.key()));
  }
}
