package travel.saga.flight;

import io.dapr.workflows.WorkflowActivity;
import io.dapr.workflows.WorkflowActivityContext;
import jakarta.inject.Singleton;
import travel.saga.reservation.Done;
import travel.saga.reservation.StepResult;
import travel.saga.reservation.Undo;
import travel.saga.reservation.WireName;

/** Gives a seat back, held or confirmed or never taken, and voids its key. */
@Singleton
@WireName(FlightSteps.CANCEL_FLIGHT_NAME)
class CancelFlightActivity implements WorkflowActivity {
  private final FlightPartner partner;

  CancelFlightActivity(FlightPartner partner) {
    this.partner = partner;
  }

  @Override
  public StepResult<Done> run(WorkflowActivityContext ctx) {
    Undo undo = ctx.getInput(Undo.class);
    partner.cancel(undo.key());
    return StepResult.done(new Done(undo.key()));
  }
}
