package travel.saga.car;

import io.dapr.workflows.WorkflowActivity;
import io.dapr.workflows.WorkflowActivityContext;
import jakarta.inject.Singleton;
import travel.saga.reservation.Confirm;
import travel.saga.reservation.Done;
import travel.saga.reservation.StepResult;
import travel.saga.reservation.WireName;

/** Makes the hold of a car final. Undone by {@link CancelCarActivity}, as the hold itself. */
@Singleton
@WireName(CarSteps.CONFIRM_CAR_NAME)
class ConfirmCarActivity implements WorkflowActivity {
  private final CarPartner partner;

  ConfirmCarActivity(CarPartner partner) {
    this.partner = partner;
  }

  @Override
  public StepResult<Done> run(WorkflowActivityContext ctx) {
    return partner.confirm(ctx.getInput(Confirm.class).key());
  }
}
