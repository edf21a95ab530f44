package travel.saga.reservation;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReservationTest {
  private static final String[] RUNS = {"r-1", "r-1~run-1", "r-1~run-2"};
  private static final ReservationId ID = new ReservationId("r-1");
  private static final Instant LATER = Samples.START.plusSeconds(9);
  private static final Rerun SOURCE = new Rerun(ID.saga(), 4);
  private static final Pursuit STUCK =
      new Pursuit(null, 0, false, 0, null, List.of(new Stuck(ID.saga(), LATER)), null);
  private static final Outcome UNDONE = Samples.outcome(ReservationStatus.CANCELLED);
  private static final OpenCompensation REFUND =
      new OpenCompensation("refund-payment", ID.key("payment"), 0);
  private static final OpenCompensation CANCEL_CAR =
      new OpenCompensation("cancel-car", ID.key("car"), 0);
  private static final OpenCompensation CANCEL_FLIGHT =
      new OpenCompensation("cancel-flight", ID.key("flight"), 0);

  /** Every status, every outcome; a dash means that the record stays as it is. */
  @ParameterizedTest(name = "{0} settled {1} is {2}")
  @CsvSource({
    "PENDING,    PENDING,    -",
    "PENDING,    CONFIRMED,  CONFIRMED",
    "PENDING,    REJECTED,   REJECTED",
    "PENDING,    CANCELLING, -",
    "PENDING,    CANCELLED,  CANCELLED",
    "PENDING,    ATTENTION,  ATTENTION",
    "CONFIRMED,  PENDING,    -",
    "CONFIRMED,  CONFIRMED,  -",
    "CONFIRMED,  REJECTED,   -",
    "CONFIRMED,  CANCELLING, -",
    "CONFIRMED,  CANCELLED,  -",
    "CONFIRMED,  ATTENTION,  -",
    "REJECTED,   PENDING,    -",
    "REJECTED,   CONFIRMED,  -",
    "REJECTED,   REJECTED,   -",
    "REJECTED,   CANCELLING, -",
    "REJECTED,   CANCELLED,  -",
    "REJECTED,   ATTENTION,  -",
    "CANCELLING, PENDING,    -",
    "CANCELLING, CONFIRMED,  -",
    "CANCELLING, REJECTED,   CANCELLED",
    "CANCELLING, CANCELLING, -",
    "CANCELLING, CANCELLED,  CANCELLED",
    "CANCELLING, ATTENTION,  ATTENTION",
    "CANCELLED,  PENDING,    -",
    "CANCELLED,  CONFIRMED,  -",
    "CANCELLED,  REJECTED,   -",
    "CANCELLED,  CANCELLING, -",
    "CANCELLED,  CANCELLED,  -",
    "CANCELLED,  ATTENTION,  -",
    "ATTENTION,  PENDING,    -",
    "ATTENTION,  CONFIRMED,  -",
    "ATTENTION,  REJECTED,   REJECTED",
    "ATTENTION,  CANCELLING, -",
    "ATTENTION,  CANCELLED,  REJECTED",
    "ATTENTION,  ATTENTION,  -",
  })
  void settles(ReservationStatus status, ReservationStatus wanted, String expected) {
    Reservation before = Samples.record(ID, status);
    Outcome outcome = Samples.outcome(wanted);

    Reservation after = before.settle(outcome, LATER);

    if (expected.equals("-")) {
      assertThat(after).isSameAs(before);
    } else {
      assertThat(after)
          .isEqualTo(
              new Reservation(
                  before.id(),
                  ReservationStatus.valueOf(expected),
                  before.trip(),
                  outcome.bookings(),
                  outcome.reason(),
                  outcome.openCompensations(),
                  expected.equals("ATTENTION") ? STUCK : before.pursuit(),
                  before.createdAt(),
                  LATER,
                  null));
    }
  }

  /** Every status; a dash means that the record stays as it is. */
  @ParameterizedTest(name = "{0} cancelled is {1}, carried on by {2}")
  @CsvSource({
    "PENDING,    CANCELLING, r-1",
    "CONFIRMED,  CANCELLING, r-1~undo-1",
    "REJECTED,   -,          r-1",
    "CANCELLING, -,          r-1",
    "CANCELLED,  -,          r-1",
    "ATTENTION,  -,          r-1",
  })
  void cancels(ReservationStatus status, String expected, String workflow) {
    Reservation before = Samples.record(ID, status);

    Reservation after = before.cancel(LATER);

    assertThat(after.workflow()).isEqualTo(new WorkflowId(workflow));
    if (expected.equals("-")) {
      assertThat(after).isSameAs(before);
    } else {
      assertThat(after.status()).isEqualTo(ReservationStatus.valueOf(expected));
      assertThat(after.wasCancelled()).isTrue();
      assertThat(after.updatedAt()).isEqualTo(LATER);
      assertThat(after.cancel(LATER.plusSeconds(1))).isSameAs(after);
    }
  }

  @Test
  void undoesEverythingOfAConfirmedOneNewestFirst() {
    Reservation cancelled = confirmed().cancel(LATER);

    assertThat(cancelled.wasConfirmed()).isTrue();
    assertThat(cancelled.undoing())
        .contains(
            new Undoing(
                new WorkflowId("r-1~undo-1"),
                ID,
                List.of(REFUND, CANCEL_CAR, CANCEL_FLIGHT),
                new Outcome(ReservationStatus.CANCELLED, Samples.CONFIRMED, null, List.of()),
                null));
  }

  @Test
  void leavesARunningOneToItsSaga() {
    Reservation cancelled = Samples.record(ID, ReservationStatus.PENDING).cancel(LATER);

    assertThat(cancelled.wasConfirmed()).isFalse();
    assertThat(cancelled.undoing()).isEmpty();
  }

  @Test
  void remembersAtAttentionThatACancelWasAccepted() {
    Reservation stuck =
        confirmed().cancel(LATER).settle(Samples.outcome(ReservationStatus.ATTENTION), LATER);

    assertThat(stuck.wasCancelled()).isTrue();
    assertThat(stuck.settle(UNDONE, LATER).status()).isEqualTo(ReservationStatus.CANCELLED);
  }

  @Test
  void takesOffTheListWhatWasUndoneAndPutsNothingOnIt() {
    Reservation dead = dead();
    Outcome stubborn =
        new Outcome(
            ReservationStatus.ATTENTION,
            Subject.CAR.undone(Samples.TAKEN),
            null,
            List.of(new OpenCompensation(REFUND.name(), REFUND.key(), 12)));

    Reservation partly = dead.settle(stubborn, LATER);
    assertThat(partly.openCompensations()).containsExactly(REFUND);
    assertThat(partly.reason()).isEqualTo(dead.reason());

    Reservation byHand = partly.settleByHand(REFUND, LATER);
    assertThat(byHand.status()).isEqualTo(ReservationStatus.REJECTED);
    assertThat(byHand.settle(stubborn, LATER)).isSameAs(byHand);
  }

  @Test
  void retriesOneWhileTheOthersStayAsTheyAre() {
    Reservation retried = dead().retry(CANCEL_CAR, LATER);

    OpenCompensation running = retried.open("cancel-car").orElseThrow();
    assertThat(retried.status()).isEqualTo(ReservationStatus.ATTENTION);
    assertThat(retried.workflow()).isEqualTo(ID.saga());
    assertThat(running.retriedBy()).isEqualTo(new WorkflowId("r-1~undo-1"));
    assertThat(retried.openCompensations()).containsExactly(REFUND, running, CANCEL_FLIGHT);
    assertThat(retried.undoing(running).orElseThrow().undo()).containsExactly(running);
    assertThat(retried.retry(running, LATER)).isSameAs(retried);
    assertThat(retried.retry(REFUND, LATER).open("refund-payment").orElseThrow().retriedBy())
        .isEqualTo(new WorkflowId("r-1~undo-2"));
  }

  @Test
  void takesARetriedOneOffWhenItIsUndone() {
    Reservation retried = dead().retry(CANCEL_CAR, LATER);
    Undoing undoing = undoing(retried, "cancel-car");
    Outcome undone =
        Outcome.undone(
            undoing.outcome().status(), Subject.CAR.undone(Samples.TAKEN), null, List.of());

    Reservation after = retried.settle(undone, undoing.undo(), LATER);

    assertThat(after.status()).isEqualTo(ReservationStatus.ATTENTION);
    assertThat(after.openCompensations()).containsExactly(REFUND, CANCEL_FLIGHT);
    assertThat(after.bookings()).isEqualTo(Subject.CAR.undone(Samples.TAKEN));
    assertThat(after.settle(undone, undoing.undo(), LATER)).isSameAs(after);
  }

  @Test
  void countsTheTriesOfARetryInVainOnce() {
    Reservation retried = dead().retry(CANCEL_CAR, LATER);
    Undoing undoing = undoing(retried, "cancel-car");
    OpenCompensation tried = new OpenCompensation("cancel-car", CANCEL_CAR.key(), 12);
    Outcome inVain =
        Outcome.undone(ReservationStatus.REJECTED, Samples.TAKEN, null, List.of(tried));

    Reservation after = retried.settle(inVain, undoing.undo(), LATER);

    assertThat(after.openCompensations()).containsExactly(REFUND, tried, CANCEL_FLIGHT);
    assertThat(after.settle(inVain, undoing.undo(), LATER)).isSameAs(after);
    assertThat(after.retry(tried, LATER).open("cancel-car").orElseThrow().retriedBy())
        .isEqualTo(new WorkflowId("r-1~undo-2"));
  }

  @Test
  void mergesTwoRetriesThatRanAtATime() {
    Reservation both = dead().retry(CANCEL_CAR, LATER).retry(REFUND, LATER);
    Undoing car = undoing(both, "cancel-car");
    Undoing payment = undoing(both, "refund-payment");

    Reservation after =
        both.settle(undone(Subject.CAR), car.undo(), LATER)
            .settle(undone(Subject.PAYMENT), payment.undo(), LATER);

    assertThat(after.openCompensations()).containsExactly(CANCEL_FLIGHT);
    assertThat(after.bookings())
        .isEqualTo(Subject.CAR.undone(Subject.PAYMENT.undone(Samples.TAKEN)));
  }

  /** Whichever of the two the record has first keeps the other out. */
  @Test
  void isEitherRetriedOrSettledByHand() {
    Reservation retried = dead().retry(CANCEL_CAR, LATER);
    OpenCompensation running = retried.open("cancel-car").orElseThrow();
    assertThat(retried.settleByHand(CANCEL_CAR, LATER)).isSameAs(retried);
    assertThat(retried.settleByHand(running, LATER)).isSameAs(retried);
    assertThat(retried.isSettledByHand("cancel-car")).isFalse();

    Reservation byHand = dead().settleByHand(CANCEL_CAR, LATER);
    assertThat(byHand.retry(CANCEL_CAR, LATER)).isSameAs(byHand);
    assertThat(byHand.settleByHand(CANCEL_CAR, LATER)).isSameAs(byHand);
    assertThat(byHand.isSettledByHand("cancel-car")).isTrue();
    assertThat(byHand.openCompensations()).containsExactly(REFUND, CANCEL_FLIGHT);
  }

  @Test
  void followsARetryThatDied() {
    Reservation retried = dead().retry(CANCEL_CAR, LATER);
    OpenCompensation died = retried.open("cancel-car").orElseThrow();

    Reservation given = retried.giveUpRetry(died, LATER);

    assertThat(given.open("cancel-car")).contains(CANCEL_CAR);
    assertThat(given.giveUpRetry(died, LATER)).isSameAs(given);
    assertThat(given.retry(CANCEL_CAR, LATER).open("cancel-car").orElseThrow().retriedBy())
        .isEqualTo(new WorkflowId("r-1~undo-2"));
  }

  @Test
  void isRejectedOrCancelledWithTheLastThatIsSettledByHand() {
    Reservation cancelled = dead(ReservationStatus.CANCELLING);
    for (OpenCompensation open : cancelled.openCompensations()) {
      assertThat(cancelled.status()).isEqualTo(ReservationStatus.ATTENTION);
      cancelled = cancelled.settleByHand(open, LATER);
    }

    assertThat(cancelled.status()).isEqualTo(ReservationStatus.CANCELLED);
    assertThat(cancelled.bookings())
        .isEqualTo(
            Subject.FLIGHT.undone(Subject.CAR.undone(Subject.PAYMENT.undone(Samples.TAKEN))));
  }

  @Test
  void isRerunOnlyWhileNothingIsUndoneOrCancelled() {
    WorkflowId rerun = new WorkflowId("r-1~run-1");
    Reservation pending = dead().rerun(SOURCE, LATER);
    assertThat(pending.status()).isEqualTo(ReservationStatus.PENDING);
    assertThat(pending.workflow()).isEqualTo(rerun);
    assertThat(pending.openCompensations()).isEmpty();
    assertThat(pending.reason()).isNull();
    assertThat(pending.undoing()).isEmpty();
    assertThat(pending.cancel(LATER).workflow()).isEqualTo(rerun);
    assertThat(Samples.record(ID, ReservationStatus.PENDING).rerun(SOURCE, LATER).workflow())
        .isEqualTo(rerun);

    Reservation retried = dead().retry(CANCEL_CAR, LATER);
    Reservation settled = dead().settleByHand(CANCEL_CAR, LATER);
    Reservation cancelled = dead(ReservationStatus.CANCELLING);
    for (Reservation other :
        List.of(
            retried,
            retried.giveUpRetry(retried.open("cancel-car").orElseThrow(), LATER),
            settled,
            cancelled,
            confirmed(),
            Samples.record(ID, ReservationStatus.CANCELLING),
            Samples.record(ID, ReservationStatus.REJECTED))) {
      assertThat(other.rerun(SOURCE, LATER)).isSameAs(other);
    }
  }

  @Test
  void standsAsBeforeWhenItsRerunIsRefused() {
    WorkflowId rerun = new WorkflowId("r-1~run-1");
    Reservation pending = Samples.record(ID, ReservationStatus.PENDING);
    for (Reservation before : List.of(pending, dead(), dead().cancel(LATER))) {
      Reservation passedOn = before.rerun(SOURCE, LATER);
      assertThat(passedOn.rerun()).contains(SOURCE);

      Reservation after = passedOn.withoutRerun(rerun, LATER);

      assertThat(after.status()).isEqualTo(before.status());
      assertThat(after.workflow()).isEqualTo(before.workflow());
      assertThat(after.rerun()).isEmpty();
      assertThat(after.reason()).isEqualTo(before.reason());
      assertThat(after.bookings()).isEqualTo(before.bookings());
      assertThat(after.openCompensations()).isEqualTo(before.openCompensations());
      assertThat(after.withoutRerun(rerun, LATER)).isSameAs(after);
      assertThat(passedOn.withoutRerun(new WorkflowId("r-1~run-2"), LATER)).isSameAs(passedOn);
    }
    Reservation cancelled = dead().rerun(SOURCE, LATER).cancel(LATER);
    assertThat(cancelled.withoutRerun(rerun, LATER))
        .as("the sweep finds the dead saga, and brings it to ATTENTION")
        .extracting(Reservation::status, Reservation::workflow, Reservation::wasCancelled)
        .containsExactly(ReservationStatus.CANCELLING, ID.saga(), true);
    Reservation confirmed =
        pending.rerun(SOURCE, LATER).settle(Outcome.confirmed(Samples.CONFIRMED), LATER);
    assertThat(confirmed.withoutRerun(rerun, LATER)).isSameAs(confirmed);
  }

  @Test
  void remembersEachTimeThatItCameToAttention() {
    WorkflowId rerun = new WorkflowId("r-1~run-1");
    Reservation again =
        dead().rerun(SOURCE, LATER).settle(Samples.outcome(ReservationStatus.ATTENTION), LATER);

    assertThat(again.stuckAfter(ID.saga())).contains(Samples.START);
    assertThat(again.stuckAfter(rerun)).contains(LATER);
    assertThat(again.stuckAfter(new WorkflowId("r-1~run-2"))).isEmpty();
    assertThat(WireFormat.read(WireFormat.bytes(again), Reservation.class)).isEqualTo(again);
  }

  @Test
  void keepsWhatItKnowsOfTheBookingsUntilAWorkflowTells() {
    Reservation cancelling = confirmed().cancel(LATER);

    assertThat(cancelling.withProgress(Bookings.NONE)).isEqualTo(cancelling);
    assertThat(cancelling.withProgress(Samples.TAKEN).bookings()).isEqualTo(Samples.TAKEN);
  }

  @Test
  void readsARecordOfTheTimeBeforeThereWereCancels() {
    String old =
        """
        {"id":"r-1","status":"ATTENTION","trip":{"traveller":{"first_name":"A","last_name":"L"},
         "location":"O","car_class":"compact"},"bookings":{},
         "open_compensations":[{"name":"cancel-car","key":"r-1-car","attempts":12}],
         "created_at":"2026-03-01T10:00:00Z","updated_at":"2026-03-01T10:00:00Z"}""";

    Reservation read = WireFormat.read(old.getBytes(StandardCharsets.UTF_8), Reservation.class);

    assertThat(read.workflow()).isEqualTo(ID.saga());
    assertThat(read.wasCancelled()).isFalse();
    assertThat(read.settle(UNDONE, LATER).status()).isEqualTo(ReservationStatus.REJECTED);
    assertThat(read.open("cancel-car")).isPresent();
  }

  @Test
  void isReadAsItWasWritten() {
    Reservation stuck = dead(ReservationStatus.CANCELLING).retry(CANCEL_CAR, LATER);
    Reservation rerun = dead().rerun(SOURCE, LATER);

    assertThat(WireFormat.read(WireFormat.bytes(rerun), Reservation.class)).isEqualTo(rerun);
    assertThat(WireFormat.read(WireFormat.bytes(stuck), Reservation.class)).isEqualTo(stuck);
    assertThat(new String(WireFormat.bytes(confirmed()), StandardCharsets.UTF_8))
        .doesNotContain("pursuit", "cancelled", "retried");
    assertThat(new String(WireFormat.bytes(stuck), StandardCharsets.UTF_8))
        .doesNotContain("reruns");
  }

  private static Reservation confirmed() {
    return Samples.record(ID, ReservationStatus.PENDING)
        .settle(Outcome.confirmed(Samples.CONFIRMED), Samples.START);
  }

  private static Reservation dead() {
    return dead(ReservationStatus.PENDING);
  }

  /** One whose workflow died in that status. */
  private static Reservation dead(ReservationStatus status) {
    Reservation pending = Samples.record(ID, ReservationStatus.PENDING);
    Reservation before =
        status == ReservationStatus.CANCELLING ? pending.cancel(Samples.START) : pending;
    return before.settle(
        DeadSaga.announcement(before.withProgress(Samples.TAKEN)).outcome(), Samples.START);
  }

  private static Undoing undoing(Reservation retried, String compensation) {
    return retried.undoing(retried.open(compensation).orElseThrow()).orElseThrow();
  }

  private static Outcome undone(Subject subject) {
    return Outcome.undone(
        ReservationStatus.REJECTED, subject.undone(Samples.TAKEN), null, List.of());
  }
}
