package travel.saga.reservation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import travel.saga.SettableClock;

class CompensationDeskTest {
  private static final ReservationId ID = new ReservationId("r-1");
  private static final WorkflowId FIRST = new WorkflowId("r-1~undo-1");
  private static final WorkflowId SECOND = new WorkflowId("r-1~undo-2");

  private final InMemoryReservations reservations = new InMemoryReservations();
  private final ScriptedSagas sagas = new ScriptedSagas();
  private final RecordedEvents<ReservationSettled> settled = new RecordedEvents<>();
  private final SettableClock clock = new SettableClock();
  private final CompensationDesk desk = new CompensationDesk(reservations, sagas, settled, clock);

  /** The workflow died, so that all is open. */
  @BeforeEach
  void die() {
    Reservation pending = Samples.record(ID, ReservationStatus.PENDING).withProgress(Samples.TAKEN);
    reservations.put(pending.settle(DeadSaga.announcement(pending).outcome(), clock.instant()));
  }

  @Test
  void triesOneAgainByAWorkflowOfItsOwn() {
    Reservation retried = retry("cancel-car");

    assertThat(retried).isEqualTo(stored());
    assertThat(retried.status()).isEqualTo(ReservationStatus.ATTENTION);
    Undoing undoing = sagas.undone().get(0);
    assertThat(undoing.workflow()).isEqualTo(FIRST);
    assertThat(undoing.undo()).extracting(OpenCompensation::name).containsExactly("cancel-car");
    assertThat(undoing.outcome().status()).isEqualTo(ReservationStatus.REJECTED);
    assertThat(undoing.outcome().bookings()).isEqualTo(Samples.TAKEN);
  }

  @Test
  void startsNothingMoreWhileItIsTried() {
    Reservation first = retry("cancel-car");

    assertThat(retry("cancel-car")).isEqualTo(first);
    assertThat(sagas.undone()).hasSize(1);
  }

  @Test
  void triesSeveralAtATime() {
    retry("cancel-car");
    retry("refund-payment");

    assertThat(sagas.undone()).extracting(Undoing::workflow).containsExactly(FIRST, SECOND);
  }

  @Test
  void aRepeatedCallStartsWhatACrashLeftOut() {
    sagas.failWith(InMemoryReservations.away());
    assertThatThrownBy(() -> retry("cancel-car"))
        .hasCauseInstanceOf(EngineUnavailableException.class);
    sagas.failWith(null);

    retry("cancel-car");

    assertThat(sagas.undone()).extracting(Undoing::workflow).containsExactly(FIRST);
  }

  @Test
  void followsAWorkflowThatDied() {
    retry("cancel-car");
    sagas.workflow(FIRST, Sagas.Phase.DIED, Samples.TAKEN);

    Reservation again = retry("cancel-car");

    assertThat(sagas.undone()).extracting(Undoing::workflow).containsExactly(FIRST, SECOND);
    assertThat(again.open("cancel-car").orElseThrow().retriedBy()).isEqualTo(SECOND);
  }

  @Test
  void triesAgainWhatWasTriedInVain() {
    retry("cancel-car");
    endInVain(sagas.undone().get(0));

    retry("cancel-car");

    assertThat(sagas.undone()).extracting(Undoing::workflow).containsExactly(FIRST, SECOND);
    assertThat(stored().open("cancel-car").orElseThrow().attempts()).isEqualTo(12);
  }

  @Test
  void takesOffTheListWhatWasDoneByHandAndTellsNobodyYet() {
    Reservation after = settle("cancel-car");

    assertThat(after).isEqualTo(stored());
    assertThat(after.openCompensations())
        .extracting(OpenCompensation::name)
        .containsExactly("refund-payment", "cancel-flight");
    assertThat(after.bookings()).isEqualTo(Subject.CAR.undone(Samples.TAKEN));
    assertThat(sagas.announced()).isEmpty();
    assertThat(settled.fired()).isEmpty();
  }

  @Test
  void endsWithTheLastAndAnnouncesIt() {
    settle("cancel-car");
    settle("refund-payment");
    Reservation after = settle("cancel-flight");

    assertThat(after).isEqualTo(stored());
    assertThat(after.status()).isEqualTo(ReservationStatus.REJECTED);
    assertThat(sagas.announced())
        .singleElement()
        .satisfies(
            told -> {
              assertThat(told.outcome().status()).isEqualTo(ReservationStatus.REJECTED);
              assertThat(told.outcome().bookings()).isEqualTo(after.bookings());
              assertThat(told.notificationWorkflow())
                  .isEqualTo(new WorkflowId("r-1~notify-rejected-by-hand"));
            });
    assertThat(settled.fired())
        .containsExactly(new ReservationSettled(ReservationStatus.ATTENTION, after));
  }

  /** Were it settled, the news could be lost. */
  @Test
  void leavesTheLastOpenWhenItCannotBeAnnounced() {
    settle("cancel-car");
    settle("refund-payment");
    sagas.failWith(InMemoryReservations.away());

    assertThatThrownBy(() -> settle("cancel-flight"))
        .hasCauseInstanceOf(EngineUnavailableException.class);
    assertThat(stored().open("cancel-flight")).isPresent();

    sagas.failWith(null);
    assertThat(settle("cancel-flight").status()).isEqualTo(ReservationStatus.REJECTED);
  }

  /** The workflow that announces settles too: after a crash in between it does so alone. */
  @Test
  void answersWithWhatTheWorkflowWasQuickerToSettle() {
    settle("cancel-car");
    settle("refund-payment");
    sagas.whileAnnouncing(
        told ->
            reservations.put(stored().settleByHand(told.byHand().orElseThrow(), clock.instant())));

    Reservation after = settle("cancel-flight");

    assertThat(after.status()).isEqualTo(ReservationStatus.REJECTED);
    assertThat(after).isEqualTo(stored());
    assertThat(settled.fired()).isEmpty();
  }

  @Test
  void settlesNothingThatIsBeingTried() {
    Reservation retried = retry("cancel-car");

    assertThatThrownBy(() -> settle("cancel-car"))
        .cause()
        .isInstanceOfSatisfying(
            CompensationBeingTriedException.class,
            tried -> {
              assertThat(tried.by()).isEqualTo(FIRST);
              assertThat(tried.hasBegun()).isTrue();
            });
    assertThat(stored()).isEqualTo(retried);

    endInVain(sagas.undone().get(0));
    assertThat(settle("cancel-car").open("cancel-car")).isEmpty();
  }

  /** It may be on its way: who would be undone by hand may be undone by it as well. */
  @Test
  void settlesNothingThatARetryIsAboutToTry() {
    sagas.failWith(InMemoryReservations.away());
    assertThatThrownBy(() -> retry("cancel-car"))
        .hasCauseInstanceOf(EngineUnavailableException.class);
    sagas.failWith(null);

    assertThatThrownBy(() -> settle("cancel-car"))
        .cause()
        .isInstanceOfSatisfying(
            CompensationBeingTriedException.class, tried -> assertThat(tried.hasBegun()).isFalse());
    assertThat(stored().open("cancel-car")).isPresent();
  }

  @Test
  void settlesWhatAWorkflowDiedOf() {
    retry("cancel-car");
    sagas.workflow(FIRST, Sagas.Phase.DIED, Samples.TAKEN);

    assertThat(settle("cancel-car").open("cancel-car")).isEmpty();
  }

  /** The retry comes when the last one has been announced, and before it is settled. */
  @Test
  void leavesTheLastToARetryThatIsQuicker() {
    settle("cancel-car");
    settle("refund-payment");
    sagas.whileAnnouncing(told -> retry("cancel-flight"));

    assertThatThrownBy(() -> settle("cancel-flight"))
        .hasCauseInstanceOf(CompensationBeingTriedException.class);

    Reservation retried = stored();
    assertThat(retried.open("cancel-flight").orElseThrow().retriedBy()).isEqualTo(FIRST);
    OpenCompensation asked = sagas.announced().get(0).byHand().orElseThrow();
    assertThat(retried.settleByHand(asked, clock.instant())).isSameAs(retried);
    assertThat(settled.fired()).isEmpty();
  }

  @Test
  void answersARepeatedCallLikeTheFirst() {
    Reservation first = settle("cancel-car");
    assertThat(settle("cancel-car")).isEqualTo(first);

    settle("refund-payment");
    Reservation last = settle("cancel-flight");
    assertThat(settle("cancel-flight")).isEqualTo(last);
    assertThat(settle("cancel-car")).isEqualTo(last);
    assertThat(sagas.announced()).hasSize(1);
    assertThat(settled.fired()).hasSize(1);
  }

  @ParameterizedTest
  @EnumSource(names = {"PENDING", "CONFIRMED", "REJECTED", "CANCELLING", "CANCELLED"})
  void refusesAnywhereButAtAttention(ReservationStatus status) {
    reservations.put(Samples.record(ID, status));

    assertThatThrownBy(() -> retry("cancel-car"))
        .hasCauseInstanceOf(CompensationNotOpenException.class);
    assertThatThrownBy(() -> settle("cancel-car"))
        .hasCauseInstanceOf(CompensationNotOpenException.class);
    assertThat(stored()).isEqualTo(Samples.record(ID, status));
  }

  @Test
  void refusesWhatIsNotOpen() {
    settle("cancel-car");

    assertThatThrownBy(() -> retry("cancel-car"))
        .hasCauseInstanceOf(CompensationNotOpenException.class);
    assertThatThrownBy(() -> settle("confirm-car"))
        .hasCauseInstanceOf(CompensationNotOpenException.class);
  }

  @Test
  void findsNothingUnderAnUnknownId() {
    ReservationId unknown = new ReservationId("r-2");

    assertThat(join(desk.retry(unknown, "cancel-car"))).isEmpty();
    assertThat(join(desk.settle(unknown, "cancel-car"))).isEmpty();
  }

  private void endInVain(Undoing undoing) {
    var tried =
        undoing.undo().stream()
            .map(open -> new OpenCompensation(open.name(), open.key(), 12))
            .toList();
    Outcome inVain =
        Outcome.undone(ReservationStatus.REJECTED, undoing.outcome().bookings(), null, tried);
    reservations.put(stored().settle(inVain, undoing.undo(), clock.instant()));
    sagas.workflow(undoing.workflow(), Sagas.Phase.COMPLETED, Samples.TAKEN);
  }

  private Reservation retry(String name) {
    Optional<Reservation> retried = join(desk.retry(ID, name));
    return retried.orElseThrow();
  }

  private Reservation settle(String name) {
    Optional<Reservation> after = join(desk.settle(ID, name));
    return after.orElseThrow();
  }

  private Reservation stored() {
    return join(reservations.find(ID)).orElseThrow().reservation();
  }

  /** Everything here completes at once. */
  private static <T> T join(CompletionStage<T> stage) {
    assertThat(stage.toCompletableFuture()).isDone();
    return stage.toCompletableFuture().join();
  }
}
