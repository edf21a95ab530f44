package travel.saga.payment;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import travel.saga.ledger.Race;
import travel.saga.reservation.BookingKey;
import travel.saga.reservation.Money;
import travel.saga.reservation.Payment;
import travel.saga.reservation.Refusal;
import travel.saga.reservation.StepResult;

/** What every {@link PaymentPartner} keeps to; the one behind the subject declines no card. */
abstract class PaymentPartnerContract {
  private static final Money AMOUNT = Money.parse("412.50 EUR");
  private static final int RACERS = 16;

  private final BookingKey key = new BookingKey(UUID.randomUUID() + "-payment");
  private final BookingKey other = new BookingKey(UUID.randomUUID() + "-payment");

  abstract PaymentPartner partner();

  @Test
  void chargesTheAmount() {
    Payment charged = charged(charge(key));
    assertThat(charged.reference()).isNotBlank();
    assertThat(charged.status()).isEqualTo(Payment.Status.CHARGED);
    assertThat(charged.amount()).isEqualTo(AMOUNT);
  }

  @Test
  void answersARepeatedChargeTheSame() {
    StepResult<Payment> first = charge(key);
    assertThat(charge(key)).isEqualTo(first);
  }

  @Test
  void answersAllOfManyChargesUnderOneKeyTheSame() throws Exception {
    List<StepResult<Payment>> answers = Race.run(RACERS, racer -> charge(key));
    assertThat(answers).allMatch(answers.get(0)::equals);
  }

  @Test
  void chargesAnotherUnderAnotherKey() {
    assertThat(charged(charge(key)).reference()).isNotEqualTo(charged(charge(other)).reference());
  }

  @Test
  void neverChargesUnderARefundedKeyAgain() {
    charged(charge(key));
    partner().refund(key);
    partner().refund(key);
    assertThat(refusal(charge(key)).code()).isEqualTo("voided");
    charged(charge(other));
  }

  @Test
  void neverChargesUnderAKeyThatWasRefundedFirst() {
    partner().refund(key);
    partner().refund(key);
    assertThat(refusal(charge(key)))
        .satisfies(voided -> assertThat(voided.code()).isEqualTo("voided"))
        .satisfies(voided -> assertThat(voided.message()).contains("already cancelled"));
  }

  private StepResult<Payment> charge(BookingKey key) {
    return partner().charge(new ProcessPayment(key, AMOUNT));
  }

  private static Payment charged(StepResult<Payment> result) {
    assertThat(result).isInstanceOf(StepResult.Done.class);
    return ((StepResult.Done<Payment>) result).value();
  }

  private static Refusal refusal(StepResult<?> result) {
    assertThat(result).isInstanceOf(StepResult.Refused.class);
    return ((StepResult.Refused<?>) result).refused();
  }
}
