package travel.saga.payment;

import io.dapr.workflows.WorkflowActivity;
import io.dapr.workflows.WorkflowActivityContext;
import jakarta.inject.Singleton;
import travel.saga.reservation.Done;
import travel.saga.reservation.StepResult;
import travel.saga.reservation.Undo;
import travel.saga.reservation.WireName;

/** Gives the money back, charged or not, and voids the key. */
@Singleton
@WireName(PaymentSteps.REFUND_PAYMENT_NAME)
class RefundPaymentActivity implements WorkflowActivity {
  private final PaymentPartner partner;

  RefundPaymentActivity(PaymentPartner partner) {
    this.partner = partner;
  }

  @Override
  public StepResult<Done> run(WorkflowActivityContext ctx) {
    Undo undo = ctx.getInput(Undo.class);
    partner.refund(undo.key());
    return StepResult.done(new Done(undo.key()));
  }
}
