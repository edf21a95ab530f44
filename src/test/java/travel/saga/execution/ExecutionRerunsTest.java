package travel.saga.execution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import travel.saga.reservation.EngineUnavailableException;
import travel.saga.reservation.InMemoryReservations;
import travel.saga.reservation.OpenCompensation;
import travel.saga.reservation.Outcome;
import travel.saga.reservation.Reconciler;
import travel.saga.reservation.Reservation;
import travel.saga.reservation.ReservationId;
import travel.saga.reservation.ReservationStatus;
import travel.saga.reservation.Samples;
import travel.saga.reservation.ScriptedSagas;

class ExecutionRerunsTest {
  private static final ReservationId ID = ReservationId.random();
  private static final StepRun FLIGHT =
      ExecutionSamples.step("reserve-flight", 0, StepStatus.COMPLETED);
  private static final StepRun CAR = ExecutionSamples.step("reserve-car", 3, StepStatus.ABANDONED);

  private final InMemoryReservations reservations = new InMemoryReservations();
  private final ScriptedExecutions executions = new ScriptedExecutions();
  private final ScriptedSagas sagas = new ScriptedSagas();
  private final Clock clock =
      Clock.offset(Clock.fixed(Samples.START, ZoneOffset.UTC), Duration.ofHours(1));
  private final ExecutionReruns reruns =
      new ExecutionReruns(
          new ExecutionLookup(executions, reservations, new UndoPairs(Map.of())),
          reservations,
          new Reconciler(reservations, sagas, clock),
          clock);

  /** What the engine begins can be looked up. */
  @BeforeEach
  void show() {
    sagas.whileRerunning(
        begun -> executions.put(ExecutionSamples.saga(begun.value(), ExecutionStatus.RUNNING)));
  }

  @Test
  void goesOnFromTheStepThatIsNamedAndMakesTheNewOneResponsible() {
    put(ReservationStatus.PENDING, ExecutionStatus.TERMINATED, FLIGHT, CAR);

    ExecutionSummary begun = rerun("reserve-flight");

    assertThat(begun.id()).isEqualTo(ID + "~run-1");
    assertThat(sagas.reruns()).containsExactly(ID + "~run-1 " + ID + " 0");
    assertThat(record().workflow().value()).isEqualTo(ID + "~run-1");
    assertThat(record().status()).isEqualTo(ReservationStatus.PENDING);
    assertThat(record().updatedAt()).isAfter(Samples.START);
  }

  @Test
  void goesOnFromTheNewestStepWhereNoneIsNamed() {
    put(ReservationStatus.PENDING, ExecutionStatus.FAILED, FLIGHT, CAR);

    rerun(null);

    assertThat(sagas.reruns()).containsExactly(ID + "~run-1 " + ID + " 3");
  }

  @Test
  void goesOnAtAttentionWhereNothingWasUndone() {
    put(ReservationStatus.PENDING, ExecutionStatus.FAILED, FLIGHT, CAR);
    reservations.put(atAttention());

    rerun(null);

    assertThat(record().status()).isEqualTo(ReservationStatus.PENDING);
    assertThat(record().openCompensations()).isEmpty();
  }

  /** It is stored that the new one carries the reservation on, so that somebody begins it. */
  @Test
  void doesNotSayThatThereIsNoneWhereTheEngineTakesItsTime() {
    put(ReservationStatus.PENDING, ExecutionStatus.FAILED, FLIGHT, CAR);
    sagas.whileRerunning(begun -> {});

    assertThatThrownBy(() -> rerun(null))
        .hasCauseInstanceOf(EngineUnavailableException.class)
        .hasMessageContaining("~run-1");
    assertThat(record().workflow().value()).isEqualTo(ID + "~run-1");
  }

  /** As whoever is told to repeat the call does. */
  @Test
  void beginsTheOneThatAnEarlierCallHasMadeResponsible() {
    put(ReservationStatus.PENDING, ExecutionStatus.FAILED, FLIGHT, CAR);
    sagas.whileRerunning(begun -> {});
    assertThatThrownBy(() -> rerun(null)).hasCauseInstanceOf(EngineUnavailableException.class);
    show();
    Reservation passedOn = record();

    assertThat(rerun(null).id()).isEqualTo(ID + "~run-1");

    assertThat(record()).isEqualTo(passedOn);
    assertThat(sagas.reruns()).hasSize(2).containsOnly(ID + "~run-1 " + ID + " 3");
  }

  @Test
  void beginsNothingAnewThatHasEndedAndIsForgotten() {
    put(ReservationStatus.PENDING, ExecutionStatus.FAILED, FLIGHT, CAR);
    reservations.put(
        record()
            .rerun(Samples.RERUN, Samples.START)
            .settle(Samples.outcome(ReservationStatus.CONFIRMED), Samples.START));

    assertRefused("not the one", null);
  }

  @Test
  void answersARepeatedCallLikeTheFirst() {
    put(ReservationStatus.PENDING, ExecutionStatus.FAILED, FLIGHT, CAR);
    sagas.loseAnswersOfReruns();

    ExecutionSummary first = rerun("reserve-car");

    assertThat(rerun("reserve-car")).isEqualTo(first);
    assertThat(rerun(null)).isEqualTo(first);
    assertThat(first.id()).isEqualTo(ID + "~run-1");
    assertRefused("not the one", "reserve-flight");
  }

  @Test
  void putsTheReservationBackWhereItStoodWhenTheEngineRefuses() {
    put(ReservationStatus.PENDING, ExecutionStatus.FAILED, FLIGHT, CAR);
    sagas.refuseReruns();

    assertThatThrownBy(() -> rerun(null))
        .hasCauseInstanceOf(ExecutionRefusedException.class)
        .hasMessageContaining("stands as before");
    assertThat(record().status()).isEqualTo(ReservationStatus.PENDING);
    assertThat(record().workflow()).isEqualTo(ID.saga());

    Reservation stuck = atAttention();
    reservations.put(stuck);
    assertThatThrownBy(() -> rerun(null)).hasCauseInstanceOf(ExecutionRefusedException.class);
    assertThat(record().status()).isEqualTo(ReservationStatus.ATTENTION);
    assertThat(record().workflow()).isEqualTo(ID.saga());
    assertThat(record().openCompensations()).isEqualTo(stuck.openCompensations());
    assertThat(record().bookings()).isEqualTo(stuck.bookings());
    assertThat(record().reason()).isNotNull();
  }

  @Test
  void takesTheNextNumberForARerunOfARerun() {
    put(ReservationStatus.PENDING, ExecutionStatus.FAILED, FLIGHT);
    rerun(null);
    executions.put(ExecutionSamples.saga(ID + "~run-1", ExecutionStatus.FAILED, FLIGHT, CAR));

    assertThat(await(reruns.rerun(ID + "~run-1", null)).id()).isEqualTo(ID + "~run-2");
    assertThat(record().workflow().value()).isEqualTo(ID + "~run-2");
    assertRefused("~run-2", null);
  }

  @ParameterizedTest
  @EnumSource(
      value = ExecutionStatus.class,
      mode = EnumSource.Mode.EXCLUDE,
      names = {"FAILED", "TERMINATED"})
  void leavesAloneWhatIsNotDead(ExecutionStatus status) {
    put(ReservationStatus.PENDING, status, FLIGHT);

    assertRefused(status.name(), null);
  }

  @Test
  void doesNotUseAKeyThatMayBeVoid() {
    put(
        ReservationStatus.PENDING,
        ExecutionStatus.TERMINATED,
        FLIGHT,
        ExecutionSamples.compensation("cancel-flight", 1, StepStatus.ABANDONED));

    assertRefused("undone", "reserve-flight");
  }

  @ParameterizedTest
  @EnumSource(
      value = ReservationStatus.class,
      mode = EnumSource.Mode.EXCLUDE,
      names = {"PENDING", "ATTENTION"})
  void leavesAReservationAloneThatIsDecided(ReservationStatus status) {
    put(status, ExecutionStatus.FAILED, FLIGHT);

    assertRefused(status.name(), null);
  }

  @Test
  void leavesAReservationAloneOfWhichSomethingIsSettled() {
    put(ReservationStatus.ATTENTION, ExecutionStatus.FAILED, FLIGHT);

    assertRefused("ATTENTION", null);
  }

  @Test
  void namesTheStepsThereAre() {
    put(ReservationStatus.PENDING, ExecutionStatus.FAILED, FLIGHT, CAR);
    assertRefused("reserve-flight, reserve-car", "confirm-car");

    put(ReservationStatus.PENDING, ExecutionStatus.FAILED);
    assertRefused("No step had begun", null);
  }

  @Test
  void rerunsNothingThatCarriesNoReservationOn() {
    put(ReservationStatus.PENDING, ExecutionStatus.FAILED, FLIGHT);
    executions.put(ExecutionSamples.saga(ID + "~notify-rejected", ExecutionStatus.FAILED, FLIGHT));
    executions.put(ExecutionSamples.saga("other", ExecutionStatus.FAILED, FLIGHT));

    assertThatThrownBy(() -> await(reruns.rerun(ID + "~notify-rejected", null)))
        .hasCauseInstanceOf(ExecutionRefusedException.class);
    assertThatThrownBy(() -> await(reruns.rerun("other", null)))
        .hasCauseInstanceOf(ExecutionRefusedException.class);
    assertThatThrownBy(() -> await(reruns.rerun("nobody", null)))
        .hasCauseInstanceOf(NoSuchExecutionException.class);
    assertThat(sagas.reruns()).isEmpty();
  }

  private void put(ReservationStatus status, ExecutionStatus execution, StepRun... steps) {
    reservations.put(Samples.record(ID, status));
    executions.put(ExecutionSamples.saga(ID.value(), execution, steps));
  }

  /** As a sweep leaves one whose workflow has died: everything is open. */
  private static Reservation atAttention() {
    Outcome outcome =
        new Outcome(
            ReservationStatus.ATTENTION,
            Samples.TAKEN,
            Samples.NO_SEATS,
            List.of(
                new OpenCompensation("refund-payment", ID.key("payment"), 0),
                new OpenCompensation("cancel-car", ID.key("car"), 0),
                new OpenCompensation("cancel-flight", ID.key("flight"), 0)));
    return Samples.record(ID, ReservationStatus.PENDING).settle(outcome, Samples.START);
  }

  private Reservation record() {
    return reservations.all().get(0);
  }

  private ExecutionSummary rerun(@Nullable String step) {
    return await(reruns.rerun(ID.value(), step));
  }

  private void assertRefused(String words, @Nullable String step) {
    Reservation before = record();
    int told = sagas.reruns().size();
    assertThatThrownBy(() -> rerun(step))
        .hasCauseInstanceOf(ExecutionRefusedException.class)
        .hasMessageContaining(words);
    assertThat(record()).isEqualTo(before);
    assertThat(sagas.reruns()).hasSize(told);
  }

  private static <T> T await(CompletionStage<T> stage) {
    return stage.toCompletableFuture().join();
  }
}
