package travel.saga.reservation.saga;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.List;
import org.junit.jupiter.api.Test;
import travel.saga.dapr.WorkflowHarness;
import travel.saga.reservation.Booking;
import travel.saga.reservation.Bookings;
import travel.saga.reservation.Money;
import travel.saga.reservation.NotifyRequest;
import travel.saga.reservation.OpenCompensation;
import travel.saga.reservation.Outcome;
import travel.saga.reservation.Payment;
import travel.saga.reservation.ReservationId;
import travel.saga.reservation.ReservationStatus;
import travel.saga.reservation.WorkflowId;

class OtherWorkflowsTest {
  private static final ReservationId ID = new ReservationId("r1");
  private static final Money PRICE = new Money(new BigDecimal("1.00"), "EUR");
  private static final Bookings TAKEN =
      new Bookings(
          new Booking("FL", Booking.Status.CONFIRMED, PRICE),
          new Booking("CA", Booking.Status.CONFIRMED, PRICE),
          new Payment("PA", Payment.Status.CHARGED, PRICE));
  private static final List<OpenCompensation> ALL =
      List.of(
          new OpenCompensation("refund-payment", ID.key("payment"), 0),
          new OpenCompensation("cancel-car", ID.key("car"), 0),
          new OpenCompensation("cancel-flight", ID.key("flight"), 0));

  private final FakePartners partners = new FakePartners();

  @Test
  void compensationUndoesWhatItIsGivenInOrderAndSettles() {
    WorkflowHarness harness = compensation();

    Outcome outcome = compensate(harness);

    assertThat(harness.calls())
        .containsExactly("refund-payment", "cancel-car", "cancel-flight", "notify-failure");
    assertThat(outcome.status()).isEqualTo(ReservationStatus.CANCELLED);
    assertThat(partners.announced())
        .containsExactly(NotifyRequest.ofEnd(new WorkflowId("instance"), ID, outcome, null, ALL));
    assertThat(partners.inputs())
        .extracting(input -> input.get("forward").asBoolean())
        .containsOnly(false);
  }

  @Test
  void compensationEndsAtAttentionWithWhatIsStillOpen() {
    partners.fails("cancel-flight", Integer.MAX_VALUE);

    Outcome outcome = compensate(compensation());

    assertThat(outcome.status()).isEqualTo(ReservationStatus.ATTENTION);
    assertThat(outcome.openCompensations())
        .extracting(OpenCompensation::name)
        .containsExactly("cancel-flight");
  }

  @Test
  void notificationKeepsTryingUntilTheOutcomeIsAnnounced() {
    partners.fails("notify-failure", 40);
    WorkflowHarness harness =
        new WorkflowHarness(NotificationWorkflow.NAME, new NotificationWorkflow(), partners);
    Outcome rejected = new Outcome(ReservationStatus.REJECTED, Bookings.NONE, null, List.of());

    NotifyRequest request = new NotifyRequest(ID, rejected, null, false, null, null, null);
    var ended = harness.run(new NotificationWorkflow.Input(request, Limits.DEFAULT));

    assertThat(ended.completed()).isTrue();
    assertThat(harness.calls()).hasSize(41).containsOnly("notify-failure");
    assertThat(partners.announced()).containsExactly(request);
  }

  private WorkflowHarness compensation() {
    return new WorkflowHarness(CompensationWorkflow.NAME, new CompensationWorkflow(), partners);
  }

  private static Outcome compensate(WorkflowHarness harness) {
    Outcome wanted = new Outcome(ReservationStatus.CANCELLED, TAKEN, null, List.of());
    return harness
        .run(new CompensationWorkflow.Input(ID, ALL, wanted, Limits.DEFAULT))
        .as(Outcome.class);
  }
}
