package travel.saga.payment;

import travel.saga.reservation.Done;
import travel.saga.reservation.Payment;
import travel.saga.reservation.Step;
import travel.saga.reservation.Undo;

/** The contracts of the payment steps; the names stand in stored histories. */
public final class PaymentSteps {
  public static final Step<ProcessPayment, Payment> PROCESS_PAYMENT =
      new Step<>("process-payment", ProcessPayment.class, Payment.class);
  public static final Step<Undo, Done> REFUND_PAYMENT =
      new Step<>("refund-payment", Undo.class, Done.class);

  private PaymentSteps() {}
}
