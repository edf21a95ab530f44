package travel.saga.reservation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import travel.saga.SettableClock;
import travel.saga.car.CarSteps;
import travel.saga.flight.FlightSteps;
import travel.saga.payment.PaymentSteps;

class ReservationDeskTest {
  private static final Optional<IdempotencyKey> KEY =
      Optional.of(new IdempotencyKey("anybody", "k-1"));
  private static final Optional<IdempotencyKey> NO_KEY = Optional.empty();
  private static final Trip OTHER_TRIP =
      new Trip(Samples.TRIP.traveller(), "Oslo", "compact", null);

  private final InMemoryReservations reservations = new InMemoryReservations();
  private final ScriptedSagas sagas = new ScriptedSagas();
  private final RecordedEvents<ReservationAccepted> accepted = new RecordedEvents<>();
  private final SettableClock clock = new SettableClock();
  private final Reconciler reconciler = new Reconciler(reservations, sagas, clock);
  private final ReservationDesk desk =
      new ReservationDesk(reservations, sagas, reconciler, accepted, clock, () -> null);

  @Test
  void storesThenStarts() {
    Reservation taken = join(desk.accept(Samples.TRIP, NO_KEY));

    assertThat(taken.status()).isEqualTo(ReservationStatus.PENDING);
    assertThat(reservations.all()).containsExactly(taken);
    assertThat(sagas.started()).containsExactly(taken.id());
    assertThat(accepted.fired()).containsExactly(new ReservationAccepted(taken.id()));
  }

  @Test
  void makesANewReservationForEveryCallWithoutAKey() {
    join(desk.accept(Samples.TRIP, NO_KEY));
    join(desk.accept(Samples.TRIP, NO_KEY));

    assertThat(reservations.all()).hasSize(2);
  }

  @Test
  void answersARepeatedKeyWithTheSameReservationAndStartsNothing() {
    Reservation first = join(desk.accept(Samples.TRIP, KEY));
    sagas.workflow(first.id(), Sagas.Phase.RUNNING, Samples.TAKEN);

    Reservation second = join(desk.accept(Samples.TRIP, KEY));

    assertThat(second).isEqualTo(first.withProgress(Samples.TAKEN));
    assertThat(sagas.started()).hasSize(1);
    assertThat(accepted.fired()).hasSize(1);
  }

  @Test
  void answersARepeatedKeyWithTheEndedReservationAndStartsNothing() {
    Reservation first = join(desk.accept(Samples.TRIP, KEY));
    Reservation ended = first.settle(Samples.outcome(ReservationStatus.CONFIRMED), clock.instant());
    reservations.put(ended);
    sagas.clear(); // purged

    assertThat(join(desk.accept(Samples.TRIP, KEY))).isEqualTo(ended);
    assertThat(sagas.started()).isEmpty();
  }

  @Test
  void refusesAKeyThatStandsForAnotherRequest() {
    Reservation first = join(desk.accept(Samples.TRIP, KEY));

    assertThatThrownBy(() -> join(desk.accept(OTHER_TRIP, KEY)))
        .hasCauseInstanceOf(IdempotencyKeyReusedException.class)
        .cause()
        .extracting(e -> ((IdempotencyKeyReusedException) e).reservationId())
        .isEqualTo(first.id());
    assertThat(reservations.all()).hasSize(1);
  }

  @Test
  void letsTwoCallersUseTheSameKey() {
    join(desk.accept(Samples.TRIP, KEY));
    join(desk.accept(OTHER_TRIP, Optional.of(new IdempotencyKey("somebody else", "k-1"))));

    assertThat(reservations.all()).hasSize(2);
  }

  @Test
  void theLoserOfARaceForAKeyAnswersWithTheWinner() {
    reservations.beforeNextInsert(() -> join(desk.accept(Samples.TRIP, KEY)));

    Reservation answer = join(desk.accept(Samples.TRIP, KEY));

    assertThat(reservations.all()).extracting(Reservation::id).containsExactly(answer.id());
    assertThat(sagas.started()).containsExactly(answer.id());
    assertThat(accepted.fired()).hasSize(1);
  }

  @Test
  void completesAClaimWhoseMakerDidNotComeToTheRecord() {
    ReservationId claimed = ReservationId.random();
    reservations.claimWithoutRecord(
        KEY.orElseThrow(), new Claim(claimed, Fingerprint.of(Samples.TRIP)));

    Reservation answer = join(desk.accept(Samples.TRIP, KEY));
    Reservation again = join(desk.accept(Samples.TRIP, KEY));

    assertThat(answer.id()).isEqualTo(claimed);
    assertThat(again.id()).isEqualTo(claimed);
    assertThat(reservations.all()).extracting(Reservation::id).containsExactly(claimed);
    assertThat(sagas.started()).containsExactly(claimed);
    assertThat(accepted.fired()).containsExactly(new ReservationAccepted(claimed));
  }

  @Test
  void refusesAnotherRequestUnderAClaimWithoutARecord() {
    reservations.claimWithoutRecord(
        KEY.orElseThrow(), new Claim(ReservationId.random(), Fingerprint.of(Samples.TRIP)));

    assertThatThrownBy(() -> join(desk.accept(OTHER_TRIP, KEY)))
        .hasCauseInstanceOf(IdempotencyKeyReusedException.class);
    assertThat(reservations.all()).isEmpty();
  }

  @Test
  void failsWhenItCannotStoreAndStoresNothing() {
    reservations.failWith(InMemoryReservations.away());

    assertThatThrownBy(() -> join(desk.accept(Samples.TRIP, KEY)))
        .hasCauseInstanceOf(EngineUnavailableException.class);
    assertThat(reservations.all()).isEmpty();
    assertThat(sagas.started()).isEmpty();
    assertThat(accepted.fired()).isEmpty();
  }

  @Test
  void aRepeatedCallFindsWhatWasStoredWithoutAnAnswerAndStartsIt() {
    reservations.loseAnswersOfWrites(true);
    assertThatThrownBy(() -> join(desk.accept(Samples.TRIP, KEY)))
        .hasCauseInstanceOf(EngineUnavailableException.class);
    reservations.loseAnswersOfWrites(false);
    clock.advance(Reconciler.GRACE.plusMillis(1));

    Reservation answer = join(desk.accept(Samples.TRIP, KEY));

    assertThat(reservations.all()).extracting(Reservation::id).containsExactly(answer.id());
    assertThat(sagas.started()).containsExactly(answer.id());
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void takesWhatWasWrittenForItsOwnThoughTheStoreSaidOtherwise(boolean withKey) {
    reservations.denyInserts();

    Reservation taken = join(desk.accept(Samples.TRIP, withKey ? KEY : NO_KEY));

    assertThat(reservations.all()).containsExactly(taken);
    assertThat(sagas.started()).containsExactly(taken.id());
    assertThat(accepted.fired()).hasSize(1);
  }

  @Test
  void acceptsWhenTheEngineLeavesBetweenStoringAndStarting() {
    sagas.failWith(InMemoryReservations.away());

    Reservation taken = join(desk.accept(Samples.TRIP, KEY));

    assertThat(taken.status()).isEqualTo(ReservationStatus.PENDING);
    assertThat(accepted.fired()).hasSize(1);
    assertThat(sagas.started()).isEmpty();
  }

  @Test
  void answersWithWhatIsStoredWhateverFailsInStarting() {
    sagas.failWith(new IllegalStateException("bug"));

    Reservation taken = join(desk.accept(Samples.TRIP, NO_KEY));

    assertThat(taken.status()).isEqualTo(ReservationStatus.PENDING);
    assertThat(accepted.fired()).hasSize(1);
  }

  @Test
  void theSweepStartsWhatWasStoredButNotStartedOnceItIsOldEnough() {
    sagas.failWith(InMemoryReservations.away());
    Reservation taken = join(desk.accept(Samples.TRIP, KEY));
    sagas.failWith(null);

    expectSweep(1, 0, 0, 0);
    clock.advance(Reconciler.GRACE.plusMillis(1));
    expectSweep(1, 1, 0, 0);
    assertThat(sagas.started()).containsExactly(taken.id());
    expectSweep(1, 0, 0, 0);
  }

  @Test
  void theSweepReadsEveryPage() {
    IntStream.range(0, 450)
        .mapToObj(i -> new ReservationId("r-%04d".formatted(i)))
        .forEach(id -> reservations.put(Samples.record(id, ReservationStatus.PENDING)));
    clock.advance(Duration.ofMinutes(1));

    expectSweep(450, 450, 0, 0);
    assertThat(sagas.started()).doesNotHaveDuplicates().hasSize(450);
  }

  @Test
  void theSweepCountsWhatItCannotLookAtAndFailsWithoutTheList() {
    join(desk.accept(Samples.TRIP, NO_KEY));
    sagas.failWith(InMemoryReservations.away());
    expectSweep(1, 0, 0, 1);

    reservations.failWith(InMemoryReservations.away());
    assertThatThrownBy(() -> join(reconciler.sweep()))
        .hasCauseInstanceOf(EngineUnavailableException.class);
  }

  @Test
  void theSweepTellsSinceWhenTheOldestHasNotChanged() {
    assertThat(join(reconciler.sweep()).oldest()).isNull();
    Instant first = clock.instant();
    join(desk.accept(Samples.TRIP, NO_KEY));
    clock.advance(Duration.ofMinutes(1));
    join(desk.accept(Samples.TRIP, NO_KEY));

    assertThat(join(reconciler.sweep()).oldest()).isEqualTo(first);
    sagas.failWith(InMemoryReservations.away());
    assertThat(join(reconciler.sweep()).oldest()).isEqualTo(first);
  }

  @Test
  void theSweepBringsADeadWorkflowToAttention() {
    ReservationId id = died(ReservationStatus.PENDING);
    clock.advance(Duration.ofMinutes(1));

    expectSweep(1, 0, 1, 0);
    assertThat(sagas.announced()).hasSize(1);
    assertThat(sagas.announced().get(0).reservationId()).isEqualTo(id);
  }

  @Test
  void theSweepStartsNothingForACancelThatRuns() {
    ReservationId id = new ReservationId("r-1");
    reservations.put(Samples.record(id, ReservationStatus.CANCELLING));
    sagas.workflow(id, Sagas.Phase.RUNNING, Samples.TAKEN);
    clock.advance(Duration.ofMinutes(1));

    expectSweep(1, 0, 0, 0);
    assertThat(sagas.started()).isEmpty();
  }

  /** The start may be on its way: were the record settled, nobody would undo what it takes. */
  @Test
  void theSweepStartsAMissingSagaAlsoWhenItIsCancelled() {
    ReservationId id = new ReservationId("r-1");
    reservations.put(Samples.record(id, ReservationStatus.CANCELLING));
    clock.advance(Reconciler.GRACE.plusMillis(1));

    expectSweep(1, 1, 0, 0);
    assertThat(sagas.started()).containsExactly(id);
    assertThat(sagas.undone()).isEmpty();
  }

  /** It ended between the record and the engine: what was meant is done, not the saga anew. */
  @Test
  void theSweepBeginsARerunThatAnOperatorHasAskedFor() {
    ReservationId id = rerun();

    expectSweep(1, 1, 0, 0);
    assertThat(sagas.reruns()).containsExactly("r-1~run-1 r-1 7");
    assertThat(sagas.started()).isEmpty();
    expectSweep(1, 0, 0, 0);
    assertThat(stored(id).workflow()).isEqualTo(new WorkflowId("r-1~run-1"));
  }

  @Test
  void theSweepPutsAReservationBackWhoseRerunTheEngineRefuses() {
    ReservationId id = rerun();
    sagas.refuseReruns();

    expectSweep(1, 0, 1, 0);
    assertThat(stored(id).workflow()).isEqualTo(id.saga());
    expectSweep(1, 0, 1, 0);
    assertThat(sagas.announced()).hasSize(1);
    assertThat(sagas.started()).isEmpty();
  }

  /** One whose saga is dead, and whose rerun has not come to the engine. */
  private ReservationId rerun() {
    ReservationId id = died(ReservationStatus.PENDING);
    reservations.put(stored(id).rerun(new Rerun(id.saga(), 7), clock.instant()));
    clock.advance(Reconciler.GRACE.plusMillis(1));
    return id;
  }

  private Reservation stored(ReservationId id) {
    return join(reservations.find(id)).orElseThrow().reservation();
  }

  /** Else nobody would start it until the clock has caught up. */
  @Test
  void theSweepStartsWhatWasStoredBeforeTheClockWasSetBack() {
    ReservationId id = new ReservationId("r-1");
    reservations.put(Samples.record(id, ReservationStatus.PENDING));

    clock.setBack(Duration.ofSeconds(30));
    expectSweep(1, 0, 0, 0);
    clock.setBack(Duration.ofHours(1));
    expectSweep(1, 1, 0, 0);
  }

  @Test
  void findsNothingUnderAnUnknownId() {
    assertThat(join(desk.find(new ReservationId("r-1")))).isEmpty();
  }

  @Test
  void tellsTheProgressOfAnOpenReservation() {
    Reservation taken = join(desk.accept(Samples.TRIP, NO_KEY));
    sagas.workflow(taken.id(), Sagas.Phase.RUNNING, Samples.TAKEN);

    assertThat(join(desk.find(taken.id()))).contains(taken.withProgress(Samples.TAKEN));
  }

  @Test
  void answersTheRecordAloneWhenOnlyTheEngineIsAway() {
    Reservation taken = join(desk.accept(Samples.TRIP, NO_KEY));
    sagas.failWith(InMemoryReservations.away());

    assertThat(join(desk.find(taken.id()))).contains(taken);
  }

  @Test
  void aLookStartsAMissingWorkflow() {
    ReservationId id = new ReservationId("r-1");
    reservations.put(Samples.record(id, ReservationStatus.PENDING));
    clock.advance(Reconciler.GRACE.plusMillis(1));

    join(desk.find(id));

    assertThat(sagas.started()).containsExactly(id);
  }

  @Test
  void aLookLeavesAWorkflowAloneThatMayBeOnItsWay() {
    ReservationId id = new ReservationId("r-1");
    reservations.put(Samples.record(id, ReservationStatus.PENDING));

    join(desk.find(id));

    assertThat(sagas.started()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(names = {"PENDING", "CANCELLING"})
  void aLookAnnouncesAttentionForADeadWorkflow(ReservationStatus status) {
    ReservationId id = died(status);

    assertThat(join(desk.find(id)))
        .get()
        .extracting(Reservation::bookings)
        .isEqualTo(Samples.TAKEN);

    NotifyRequest request = sagas.announced().get(0);
    assertThat(request.handOver()).isFalse();
    assertThat(request.runType()).isNull();
    assertThat(request.outcome().status()).isEqualTo(ReservationStatus.ATTENTION);
    assertThat(request.outcome().bookings()).isEqualTo(Samples.TAKEN);
    assertThat(request.outcome().reason()).isNotNull();
    assertThat(request.outcome().openCompensations())
        .containsExactly(
            new OpenCompensation(PaymentSteps.REFUND_PAYMENT.name(), id.key("payment"), 0),
            new OpenCompensation(CarSteps.CANCEL_CAR.name(), id.key("car"), 0),
            new OpenCompensation(FlightSteps.CANCEL_FLIGHT.name(), id.key("flight"), 0));
  }

  @ParameterizedTest
  @EnumSource(names = {"CONFIRMED", "REJECTED", "CANCELLED", "ATTENTION"})
  void anEndedReservationIsAnsweredWithoutTheEngine(ReservationStatus status) {
    Reservation ended = Samples.record(new ReservationId("r-1"), status);
    reservations.put(ended);
    sagas.failWith(InMemoryReservations.away());

    assertThat(join(desk.find(ended.id()))).contains(ended);
  }

  @Test
  void aReservationThatIsSettledBetweenTheTwoLooksIsAnsweredSettled() {
    Reservation taken = join(desk.accept(Samples.TRIP, NO_KEY));
    sagas.whileWaiting(this::confirm);

    Reservation answer = join(desk.awaitOutcome(taken, Duration.ofSeconds(5)));

    assertThat(answer.status()).isEqualTo(ReservationStatus.CONFIRMED);
    assertThat(sagas.waits()).containsExactly(Duration.ofSeconds(5));
  }

  @Test
  void aWaitThatEndsEarlyAnswersWhatStandsThen() {
    Reservation taken = join(desk.accept(Samples.TRIP, NO_KEY));
    sagas.workflow(taken.id(), Sagas.Phase.RUNNING, Samples.TAKEN);

    assertThat(join(desk.awaitOutcome(taken, Duration.ofSeconds(5))))
        .isEqualTo(taken.withProgress(Samples.TAKEN));
  }

  @Test
  void aWaitNeverFailsBecauseTheEngineIsAway() {
    Reservation taken = join(desk.accept(Samples.TRIP, NO_KEY));
    sagas.failWith(InMemoryReservations.away());
    reservations.failWith(InMemoryReservations.away());

    assertThat(join(desk.awaitOutcome(taken, Duration.ofSeconds(5)))).isEqualTo(taken);
  }

  @Test
  void waitsForNothingThatHasEndedAndNotForZeroTime() {
    Reservation pending = Samples.record(new ReservationId("r-1"), ReservationStatus.PENDING);
    Reservation ended = Samples.record(new ReservationId("r-2"), ReservationStatus.REJECTED);

    assertThat(join(desk.awaitOutcome(pending, Duration.ZERO))).isEqualTo(pending);
    assertThat(join(desk.awaitOutcome(ended, Duration.ofSeconds(5)))).isEqualTo(ended);
    assertThat(sagas.waits()).isEmpty();
  }

  private ReservationId died(ReservationStatus status) {
    ReservationId id = new ReservationId("r-1");
    reservations.put(Samples.record(id, status));
    sagas.workflow(id, Sagas.Phase.DIED, Samples.TAKEN);
    return id;
  }

  private void confirm(ReservationId id) {
    reservations.put(
        Samples.record(id, ReservationStatus.PENDING)
            .settle(Samples.outcome(ReservationStatus.CONFIRMED), clock.instant()));
    sagas.workflow(id, Sagas.Phase.COMPLETED, Samples.CONFIRMED);
  }

  /** Everything here completes at once. */
  private static <T> T join(CompletionStage<T> stage) throws CompletionException {
    assertThat(stage.toCompletableFuture()).isDone();
    return stage.toCompletableFuture().join();
  }

  private void expectSweep(int seen, int started, int died, int failed) {
    SweepReport found = join(reconciler.sweep());
    assertThat(found).isEqualTo(new SweepReport(seen, started, died, failed, found.oldest()));
  }
}
