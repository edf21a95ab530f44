package travel.saga.reservation.saga;

import static travel.saga.notification.NotificationSteps.NOTIFY_FAILURE;

import io.dapr.workflows.Workflow;
import io.dapr.workflows.WorkflowContext;
import io.dapr.workflows.WorkflowStub;
import jakarta.inject.Singleton;
import java.util.List;
import travel.saga.reservation.NotifyRequest;
import travel.saga.reservation.OpenCompensation;
import travel.saga.reservation.Outcome;
import travel.saga.reservation.ReservationId;
import travel.saga.reservation.Settled;
import travel.saga.reservation.WireName;

/**
 * Undoes what a reservation took, outside its own saga: after a confirmation, or one compensation
 * that is open at ATTENTION, on an operator's word. Then settles the record and announces it.
 */
@Singleton
@WireName(CompensationWorkflow.NAME)
public final class CompensationWorkflow implements Workflow {
  public static final String NAME = "compensation"; // in stored histories

  /**
   * @param undo what to undo, newest first
   * @param outcome what the reservation becomes when all is undone, with what it has taken
   */
  public record Input(
      ReservationId id, List<OpenCompensation> undo, Outcome outcome, SagaLimits limits) {}

  @Override
  public WorkflowStub create() {
    return CompensationWorkflow::execute;
  }

  private static void execute(WorkflowContext ctx) {
    Input input = ctx.getInput(Input.class);
    Outcome wanted = input.outcome();
    Saga saga = new Saga(ctx, input.id(), input.limits(), null, wanted.bookings());
    for (int i = input.undo().size() - 1; i >= 0; i--) {
      OpenCompensation next = input.undo().get(i);
      saga.compensations().register(Compensation.named(next.name()), next.key());
    }
    List<OpenCompensation> open = saga.compensations().run();
    Outcome undone = Outcome.undone(wanted.status(), saga.bookings(), wanted.reason(), open);
    NotifyRequest end =
        NotifyRequest.ofEnd(saga.workflow(), input.id(), undone, null, input.undo());
    Settled settled = saga.step(NOTIFY_FAILURE, end).callUntilDone();
    ctx.complete(undone.as(settled.status()));
  }
}
