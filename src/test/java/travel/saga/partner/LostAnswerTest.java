package travel.saga.partner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import travel.saga.api.WithoutEngine;
import travel.saga.flight.ReserveFlight;
import travel.saga.payment.ProcessPayment;
import travel.saga.reservation.BookingKey;
import travel.saga.reservation.Money;
import travel.saga.reservation.StepResult;
import travel.saga.sidecar.SamplePartners;
import travel.saga.sidecar.SamplePartners.Entry;

/** The partner does what it was asked to, and its answer never arrives. */
@QuarkusTest
@TestProfile(WithoutEngine.class)
class LostAnswerTest {
  private static final BookingKey SEAT = new BookingKey("r1-flight");
  private static final BookingKey MONEY = new BookingKey("r1-payment");
  private static final Money AMOUNT = Money.parse("412.50 EUR");

  private SamplePartners sample;
  private PartnerHolds flight;
  private PartnerCharges payment;

  @BeforeEach
  void start() {
    sample = SamplePartners.start(Map.of());
    flight = TestPartners.at("flight", sample.url("flight")).flight().orElseThrow();
    payment = TestPartners.at("payment", sample.url("payment")).payment().orElseThrow();
  }

  @AfterEach
  void end() {
    sample.close();
  }

  @Test
  void ofAHoldLeavesOneBookingWhenItIsAskedForAgain() {
    sample.next(1, "flight/hold", "lose");
    expectUnknown(this::hold);

    sample.restart();

    assertThat(hold()).isInstanceOf(StepResult.Done.class);
    assertThat(sample.books()).containsExactly(new Entry("flight", SEAT.value(), "taken"));
  }

  @Test
  void ofAHoldLeavesNoneWhenItIsCancelled() {
    sample.next(1, "flight/hold", "lose");
    expectUnknown(this::hold);

    flight.cancel(SEAT);

    assertThat(hold()).isInstanceOf(StepResult.Refused.class);
    assertThat(sample.books()).containsExactly(new Entry("flight", SEAT.value(), "void"));
  }

  @Test
  void ofACancelIsNoCancelUntilItIsAnswered() {
    hold();
    sample.next(1, "flight/cancel", "lose");
    expectUnknown(() -> flight.cancel(SEAT));

    flight.cancel(SEAT);

    assertThat(sample.books()).containsExactly(new Entry("flight", SEAT.value(), "void"));
  }

  @Test
  void ofAConfirmationIsFoundByTheNextOne() {
    hold();
    sample.next(1, "flight/confirm", "lose");
    expectUnknown(() -> flight.confirm(SEAT));

    assertThat(flight.confirm(SEAT)).isInstanceOf(StepResult.Done.class);
    assertThat(sample.books()).containsExactly(new Entry("flight", SEAT.value(), "confirmed"));
  }

  @Test
  void ofAChargeLeavesOneCharge() {
    sample.next(1, "payment/charge", "lose");
    expectUnknown(this::charge);

    assertThat(charge()).isInstanceOf(StepResult.Done.class);
    assertThat(sample.books()).containsExactly(new Entry("payment", MONEY.value(), "taken"));
  }

  private StepResult<?> hold() {
    return flight.hold(SEAT, new ReserveFlight(SEAT, "Oslo", "Ada", "Lovelace"));
  }

  private StepResult<?> charge() {
    return payment.charge(MONEY, AMOUNT, new ProcessPayment(MONEY, AMOUNT));
  }

  private static void expectUnknown(ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOf(PartnerFaultException.class)
        .hasMessageContaining("gave no answer");
  }
}
