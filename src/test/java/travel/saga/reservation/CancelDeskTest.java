package travel.saga.reservation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import travel.saga.SettableClock;

class CancelDeskTest {
  private static final ReservationId ID = new ReservationId("r-1");
  private static final WorkflowId UNDO = new WorkflowId("r-1~undo-1");

  private final InMemoryReservations reservations = new InMemoryReservations();
  private final ScriptedSagas sagas = new ScriptedSagas();
  private final SettableClock clock = new SettableClock();
  private final Reconciler reconciler = new Reconciler(reservations, sagas, clock);
  private final ReservationDesk desk =
      new ReservationDesk(
          reservations, sagas, reconciler, new RecordedEvents<>(), clock, () -> null);
  private final CancelDesk cancels = new CancelDesk(reservations, sagas, desk, clock);

  @Test
  void leavesARunningReservationToItsSagaAndShowsWhatItHasTaken() {
    reservations.put(Samples.record(ID, ReservationStatus.PENDING));
    sagas.workflow(ID, Sagas.Phase.RUNNING, Samples.TAKEN);

    Reservation cancelled = cancel();

    assertThat(cancelled.status()).isEqualTo(ReservationStatus.CANCELLING);
    assertThat(cancelled.bookings()).isEqualTo(Samples.TAKEN);
    assertThat(stored().status()).isEqualTo(ReservationStatus.CANCELLING);
    assertThat(sagas.undone()).isEmpty();
    assertThat(sagas.started()).isEmpty();
  }

  @Test
  void startsTheWorkflowThatUndoesAConfirmedReservation() {
    confirmed();

    Reservation cancelled = cancel();

    assertThat(cancelled).isEqualTo(stored());
    assertThat(cancelled.status()).isEqualTo(ReservationStatus.CANCELLING);
    assertThat(cancelled.bookings()).isEqualTo(Samples.CONFIRMED);
    assertThat(sagas.undone()).containsExactly(stored().undoing().orElseThrow());
    assertThat(sagas.undone().get(0).workflow()).isEqualTo(UNDO);
  }

  @Test
  void answersARepeatedCallTheSameAndStartsNothingMore() {
    confirmed();
    Reservation first = cancel();

    assertThat(cancel()).isEqualTo(first);
    sagas.workflow(UNDO, Sagas.Phase.COMPLETED, Samples.CONFIRMED);
    assertThat(cancel()).isEqualTo(first.withProgress(Samples.CONFIRMED));

    assertThat(sagas.undone()).hasSize(1);
  }

  @Test
  void answersWithTheCancelledReservationOnceItIsUndone() {
    confirmed();
    cancel();
    settle(ReservationStatus.CANCELLED);
    sagas.failWith(InMemoryReservations.away());

    assertThat(cancel().status()).isEqualTo(ReservationStatus.CANCELLED);
  }

  @Test
  void answersTheSameAlsoWhenSomethingCannotBeUndone() {
    confirmed();
    cancel();
    settle(ReservationStatus.ATTENTION);

    assertThat(cancel().status()).isEqualTo(ReservationStatus.ATTENTION);
    assertThat(sagas.undone()).hasSize(1);
  }

  @ParameterizedTest
  @EnumSource(names = {"REJECTED", "ATTENTION"})
  void refusesWhereNothingIsLeftToUndoOrAPersonHasTo(ReservationStatus status) {
    reservations.put(Samples.record(ID, status));

    assertThatThrownBy(this::cancel).hasCauseInstanceOf(NothingToCancelException.class);
    assertThat(stored()).isEqualTo(Samples.record(ID, status));
  }

  @Test
  void findsNothingUnderAnUnknownId() {
    assertThat(join(cancels.cancel(ID))).isEmpty();
  }

  @Test
  void failsWhileNothingIsStored() {
    confirmed();
    reservations.failWith(InMemoryReservations.away());

    assertThatThrownBy(this::cancel).hasRootCauseInstanceOf(java.io.IOException.class);
    reservations.failWith(null);
    assertThat(stored().status()).isEqualTo(ReservationStatus.CONFIRMED);
    assertThat(sagas.undone()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(names = {"PENDING", "CONFIRMED"})
  void answersOnceTheCancelIsStoredAlthoughTheEngineIsAway(ReservationStatus status) {
    reservations.put(Samples.record(ID, status));
    sagas.failWith(InMemoryReservations.away());

    assertThat(cancel().status()).isEqualTo(ReservationStatus.CANCELLING);
  }

  @Test
  void aRepeatedCallStartsAtOnceWhatACrashLeftOut() {
    crashedBeforeTheStart();

    cancel();

    assertThat(sagas.undone()).hasSize(1);
  }

  @Test
  void theSweepStartsWhatACrashLeftOutOnceItIsOldEnough() {
    crashedBeforeTheStart();

    expectSweep(1, 0, 0, 0);
    clock.advance(Reconciler.GRACE.plusMillis(1));
    expectSweep(1, 1, 0, 0);

    assertThat(sagas.undone()).containsExactly(stored().undoing().orElseThrow());
    expectSweep(1, 0, 0, 0);
    assertThat(sagas.started()).isEmpty();
  }

  @Test
  void aLookStartsWhatACrashLeftOutOnceItIsOldEnough() {
    crashedBeforeTheStart();
    clock.advance(Reconciler.GRACE.plusMillis(1));

    assertThat(join(desk.find(ID))).contains(stored());

    assertThat(sagas.undone()).hasSize(1);
    assertThat(sagas.started()).isEmpty();
  }

  @Test
  void theSweepBringsACancelWhoseWorkflowDiedToAttention() {
    confirmed();
    cancel();
    sagas.workflow(UNDO, Sagas.Phase.DIED, Bookings.NONE);

    expectSweep(1, 0, 1, 0);

    NotifyRequest told = sagas.announced().get(0);
    assertThat(told.by()).isEqualTo(UNDO);
    assertThat(told.outcome().bookings()).isEqualTo(Samples.CONFIRMED);
    assertThat(told.outcome().openCompensations()).hasSize(3);
  }

  /** What the saga's workflow tells is of no interest any more. */
  @Test
  void showsTheProgressOfTheUndoing() {
    confirmed();
    cancel();
    Bookings refunded = Subject.PAYMENT.undone(Samples.CONFIRMED);
    sagas.workflow(UNDO, Sagas.Phase.RUNNING, refunded);

    assertThat(join(desk.find(ID)).orElseThrow().bookings()).isEqualTo(refunded);
  }

  @Test
  void startsTheSagaOfACancelledReservationWhoseStartWasLost() {
    reservations.put(Samples.record(ID, ReservationStatus.PENDING));
    cancel();
    assertThat(sagas.started()).isEmpty();
    clock.advance(Reconciler.GRACE.plusMillis(1));

    join(desk.find(ID));

    assertThat(sagas.started()).containsExactly(ID);
    assertThat(sagas.undone()).isEmpty();
  }

  private void confirmed() {
    sagas.workflow(ID, Sagas.Phase.COMPLETED, Samples.CONFIRMED);
    reservations.put(
        Samples.record(ID, ReservationStatus.PENDING)
            .settle(Outcome.confirmed(Samples.CONFIRMED), clock.instant()));
  }

  private void crashedBeforeTheStart() {
    confirmed();
    sagas.failWith(InMemoryReservations.away());
    cancel();
    sagas.failWith(null);
  }

  private void settle(ReservationStatus outcome) {
    reservations.put(stored().settle(Samples.outcome(outcome), clock.instant()));
  }

  private Reservation stored() {
    return join(reservations.find(ID)).orElseThrow().reservation();
  }

  private Reservation cancel() {
    Optional<Reservation> cancelled = join(cancels.cancel(ID));
    return cancelled.orElseThrow();
  }

  /** Everything here completes at once. */
  private static <T> T join(CompletionStage<T> stage) {
    assertThat(stage.toCompletableFuture()).isDone();
    return stage.toCompletableFuture().join();
  }

  private void expectSweep(int seen, int started, int died, int failed) {
    SweepReport found = join(reconciler.sweep());
    assertThat(found).isEqualTo(new SweepReport(seen, started, died, failed, found.oldest()));
  }
}
