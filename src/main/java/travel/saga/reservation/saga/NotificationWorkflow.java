package travel.saga.reservation.saga;

import static travel.saga.notification.NotificationSteps.NOTIFY_FAILURE;
import static travel.saga.notification.NotificationSteps.NOTIFY_SUCCESS;

import io.dapr.workflows.Workflow;
import io.dapr.workflows.WorkflowContext;
import io.dapr.workflows.WorkflowStub;
import jakarta.inject.Singleton;
import travel.saga.reservation.NotifyRequest;
import travel.saga.reservation.ReservationStatus;
import travel.saga.reservation.WireName;

/** Settles and announces an outcome that could not be announced at once, until it succeeds. */
@Singleton
@WireName(NotificationWorkflow.NAME)
public final class NotificationWorkflow implements Workflow {
  public static final String NAME = "notification"; // in stored histories

  /** What the workflow is started with. */
  public record Input(NotifyRequest request, SagaLimits limits) {}

  @Override
  public WorkflowStub create() {
    return NotificationWorkflow::execute;
  }

  private static void execute(WorkflowContext ctx) {
    Input input = ctx.getInput(Input.class);
    NotifyRequest request = input.request();
    var outcome = request.outcome();
    var step = outcome.status() == ReservationStatus.CONFIRMED ? NOTIFY_SUCCESS : NOTIFY_FAILURE;
    Saga saga =
        new Saga(
            ctx, request.reservationId(), input.limits(), request.runType(), outcome.bookings());
    ctx.complete(saga.step(step, request).callUntilDone());
  }
}
