package travel.saga.payment;

import static org.assertj.core.api.Assertions.assertThat;

import io.dapr.workflows.WorkflowActivity;
import org.junit.jupiter.api.Test;
import travel.saga.ledger.InMemoryKeyValueStore;
import travel.saga.ledger.Ledgers;
import travel.saga.reservation.BookingKey;
import travel.saga.reservation.Done;
import travel.saga.reservation.FakeActivityContext;
import travel.saga.reservation.Money;
import travel.saga.reservation.Payment;
import travel.saga.reservation.StepResult;
import travel.saga.reservation.Undo;
import travel.saga.reservation.WireName;

/** Each activity runs twice with the same input, as any durable engine may do: one effect. */
class PaymentActivitiesTest {
  private static final BookingKey KEY = new BookingKey("a-payment");
  private static final ProcessPayment CHARGE = new ProcessPayment(KEY, Money.parse("412.50 EUR"));

  private final InMemoryKeyValueStore store = new InMemoryKeyValueStore();
  private final PaymentPartner partner = new LedgerPaymentPartner(new Ledgers(store, tries -> {}));
  private final WorkflowActivity process = new ProcessPaymentActivity(partner);
  private final WorkflowActivity refund = new RefundPaymentActivity(partner);

  @Test
  void chargesOnce() {
    Object first = run(process, CHARGE);
    assertThat(first)
        .isEqualTo(
            StepResult.done(new Payment("PAY-NLFWJ5S2", Payment.Status.CHARGED, CHARGE.amount())));
    assertThat(run(process, CHARGE)).isEqualTo(first);
    assertThat(store.count("payment|").toCompletableFuture().join()).isEqualTo(1);
  }

  @Test
  void refundsOnce() {
    run(process, CHARGE);
    Object first = run(refund, new Undo(KEY));
    assertThat(first).isEqualTo(StepResult.done(new Done(KEY)));
    assertThat(run(refund, new Undo(KEY))).isEqualTo(first);
  }

  @Test
  void refusesAChargeAfterItsRefundTwice() {
    run(refund, new Undo(KEY));
    Object first = run(process, CHARGE);
    assertThat(first).isEqualTo(StepResult.refused("voided", "The payment was already cancelled."));
    assertThat(run(process, CHARGE)).isEqualTo(first);
  }

  @Test
  void areKnownByTheNamesOfTheirSteps() {
    assertThat(nameOf(process))
        .isEqualTo(PaymentSteps.PROCESS_PAYMENT.name())
        .isEqualTo("process-payment");
    assertThat(nameOf(refund))
        .isEqualTo(PaymentSteps.REFUND_PAYMENT.name())
        .isEqualTo("refund-payment");
  }

  private static Object run(WorkflowActivity activity, Object input) {
    return activity.run(FakeActivityContext.with(input));
  }

  private static String nameOf(WorkflowActivity activity) {
    return activity.getClass().getAnnotation(WireName.class).value();
  }
}
