package travel.saga.payment;

import io.dapr.workflows.WorkflowActivity;
import io.dapr.workflows.WorkflowActivityContext;
import jakarta.inject.Singleton;
import travel.saga.reservation.Payment;
import travel.saga.reservation.StepResult;
import travel.saga.reservation.WireName;

/** Charges the traveller, once per key. Undone by {@link RefundPaymentActivity}. */
@Singleton
@WireName(PaymentSteps.PROCESS_PAYMENT_NAME)
class ProcessPaymentActivity implements WorkflowActivity {
  private final PaymentPartner partner;

  ProcessPaymentActivity(PaymentPartner partner) {
    this.partner = partner;
  }

  @Override
  public StepResult<Payment> run(WorkflowActivityContext ctx) {
    return partner.charge(ctx.getInput(ProcessPayment.class));
  }
}
