package travel.saga.payment;

import travel.saga.reservation.Done;
import travel.saga.reservation.Payment;
import travel.saga.reservation.Step;
import travel.saga.reservation.Undo;

/** The contracts of the payment steps; the names stand in stored histories. */
public final class PaymentSteps {
  static final String PROCESS_PAYMENT_NAME = "process-payment";
  static final String REFUND_PAYMENT_NAME = "refund-payment";

  public static final Step<ProcessPayment, Payment> PROCESS_PAYMENT =
      new Step<>(PROCESS_PAYMENT_NAME, ProcessPayment.class, Payment.class);
  public static final Step<Undo, Done> REFUND_PAYMENT =
      new Step<>(REFUND_PAYMENT_NAME, Undo.class, Done.class);

  private PaymentSteps() {}
}
