package travel.saga.reservation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class StepGateTest {
  private static final ReservationId ID = new ReservationId("r-1");

  private final InMemoryReservations reservations = new InMemoryReservations();
  private final StepGate gate = new StepGate(reservations);

  @Test
  void endsTheForwardPathOfACancelledReservationBeforeAStepIsTriedAgain() {
    reservations.put(Samples.record(ID, ReservationStatus.CANCELLING));

    assertThat(refusal(2, true)).map(Refusal::code).contains("cancelled");
  }

  @Test
  void neverKeepsAnythingFromBeingUndoneOrSettled() {
    reservations.put(Samples.record(ID, ReservationStatus.CANCELLING));

    assertThat(refusal(2, false)).isEmpty();
  }

  @Test
  void asksNobodyAboutAFirstAttempt() {
    reservations.put(Samples.record(ID, ReservationStatus.CANCELLING));

    assertThat(refusal(1, true)).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "CANCELLING")
  void letsTheOthersTryAgain(ReservationStatus status) {
    reservations.put(Samples.record(ID, status));

    assertThat(refusal(2, true)).isEmpty();
  }

  @Test
  void letsTheStepTryAgainWhenTheRecordCannotBeRead() {
    reservations.failWith(InMemoryReservations.away());

    assertThat(refusal(2, true)).isEmpty();
  }

  @Test
  void refusesForTheDemo() {
    StepCall call = new StepCall(ID, 1, true, true);

    assertThat(gate.refusal("reserve-car", call).toCompletableFuture().join())
        .map(Refusal::code)
        .contains("demo");
  }

  @Test
  void keepsAConfirmedReservationFromBeingUndone() {
    reservations.put(Samples.record(ID, ReservationStatus.CONFIRMED));

    assertThat(refundRefusal()).map(Refusal::code).contains("confirmed");
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "CONFIRMED")
  void letsTheOthersBeUndone(ReservationStatus status) {
    reservations.put(Samples.record(ID, status));

    assertThat(refundRefusal()).isEmpty();
  }

  /** By a retry that arrives when nobody waits for it any more. */
  @Test
  void keepsFromBeingUndoneAgainWhatAPersonHasUndone() {
    Reservation dead = Samples.record(ID, ReservationStatus.PENDING);
    Reservation stuck = dead.settle(DeadSaga.announcement(dead).outcome(), Samples.START);
    OpenCompensation refund = stuck.open("refund-payment").orElseThrow();
    OpenCompensation car = stuck.open("cancel-car").orElseThrow();

    reservations.put(stuck.settleByHand(car, Samples.START));
    assertThat(refundRefusal()).isEmpty();
    reservations.put(stuck.settleByHand(refund, Samples.START));
    assertThat(refundRefusal()).map(Refusal::code).contains("settled");
  }

  @Test
  void letsNothingBeUndoneWhileTheRecordCannotBeRead() {
    reservations.failWith(InMemoryReservations.away());

    assertThatThrownBy(this::refundRefusal).hasCauseInstanceOf(EngineUnavailableException.class);
  }

  private Optional<Refusal> refundRefusal() {
    StepCall call = new StepCall(ID, 1, false, false);
    return gate.refusal("refund-payment", call).toCompletableFuture().join();
  }

  private Optional<Refusal> refusal(int attempt, boolean forward) {
    StepCall call = new StepCall(ID, attempt, forward, false);
    return gate.refusal("reserve-car", call).toCompletableFuture().join();
  }
}
