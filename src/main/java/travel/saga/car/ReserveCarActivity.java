package travel.saga.car;

import io.dapr.workflows.WorkflowActivity;
import io.dapr.workflows.WorkflowActivityContext;
import jakarta.inject.Singleton;
import travel.saga.reservation.Booking;
import travel.saga.reservation.StepResult;
import travel.saga.reservation.WireName;

/** Holds a car, once per key. Undone by {@link CancelCarActivity}. */
@Singleton
@WireName(CarSteps.RESERVE_CAR_NAME)
class ReserveCarActivity implements WorkflowActivity {
  private final CarPartner partner;

  ReserveCarActivity(CarPartner partner) {
    this.partner = partner;
  }

  @Override
  public StepResult<Booking> run(WorkflowActivityContext ctx) {
    return partner.hold(ctx.getInput(ReserveCar.class));
  }
}
