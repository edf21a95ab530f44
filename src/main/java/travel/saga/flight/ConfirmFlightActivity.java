package travel.saga.flight;

import io.dapr.workflows.WorkflowActivity;
import io.dapr.workflows.WorkflowActivityContext;
import jakarta.inject.Singleton;
import travel.saga.reservation.Confirm;
import travel.saga.reservation.Done;
import travel.saga.reservation.StepResult;
import travel.saga.reservation.WireName;

/** Makes the hold of a seat final. Undone by {@link CancelFlightActivity}, as the hold itself. */
@Singleton
@WireName(FlightSteps.CONFIRM_FLIGHT_NAME)
class ConfirmFlightActivity implements WorkflowActivity {
  private final FlightPartner partner;

  ConfirmFlightActivity(FlightPartner partner) {
    this.partner = partner;
  }

  @Override
  public StepResult<Done> run(WorkflowActivityContext ctx) {
    return partner.confirm(ctx.getInput(Confirm.class).key());
  }
}
