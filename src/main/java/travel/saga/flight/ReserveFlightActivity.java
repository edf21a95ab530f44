package travel.saga.flight;

import io.dapr.workflows.WorkflowActivity;
import io.dapr.workflows.WorkflowActivityContext;
import jakarta.inject.Singleton;
import travel.saga.reservation.Booking;
import travel.saga.reservation.StepResult;
import travel.saga.reservation.WireName;

/** Holds a seat, once per key. Undone by {@link CancelFlightActivity}. */
@Singleton
@WireName(FlightSteps.RESERVE_FLIGHT_NAME)
class ReserveFlightActivity implements WorkflowActivity {
  private final FlightPartner partner;

  ReserveFlightActivity(FlightPartner partner) {
    this.partner = partner;
  }

  @Override
  public StepResult<Booking> run(WorkflowActivityContext ctx) {
    return partner.hold(ctx.getInput(ReserveFlight.class));
  }
}
