package travel.saga.execution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import travel.saga.SettableClock;
import travel.saga.reservation.InMemoryReservations;
import travel.saga.reservation.ReservationId;
import travel.saga.reservation.ReservationStatus;
import travel.saga.reservation.Samples;

class RecordedExecutionsTest {
  private final InMemoryReservations reservations = new InMemoryReservations();
  private final SettableClock clock = new SettableClock();
  private final List<String> lookedUp = new ArrayList<>();
  private Optional<ExecutionSummary> whole = Optional.empty();
  private final RecordedExecutions executions =
      new RecordedExecutions(
          "reservation",
          reservations,
          id -> {
            lookedUp.add(id);
            return CompletableFuture.completedStage(whole);
          },
          clock);

  @Test
  void tellsOneExecutionForEachReservation() {
    ReservationId older = put("1", ReservationStatus.ATTENTION);
    ReservationId newer = put("2", ReservationStatus.CANCELLING);

    ExecutionPage page = list(null, null, null);

    assertThat(page.next()).isNull();
    assertThat(page.executions())
        .containsExactly(
            new ExecutionSummary(
                newer.value(),
                "reservation",
                ExecutionStatus.RUNNING,
                Samples.START,
                Samples.START,
                null),
            new ExecutionSummary(
                older.value(),
                "reservation",
                ExecutionStatus.COMPLETED,
                Samples.START,
                Samples.START,
                Samples.START));
  }

  @Test
  void keepsToTheStatusAndToAPartOfTheId() {
    put("1", ReservationStatus.CONFIRMED);
    ReservationId open = put("2", ReservationStatus.PENDING);

    assertThat(list(ExecutionStatus.RUNNING, "reservation", null).executions())
        .extracting(ExecutionSummary::id)
        .containsExactly(open.value());
    assertThat(list(ExecutionStatus.COMPLETED, null, "00002").executions()).isEmpty();
    assertThat(list(null, null, "00002").executions()).hasSize(1);
  }

  @Test
  void looksAWholeIdUp() {
    whole = Optional.of(ExecutionSamples.summary("x~undo-1", ExecutionStatus.FAILED));

    assertThat(list(null, null, "x~undo-1").executions()).containsExactly(whole.get());
    assertThat(list(ExecutionStatus.COMPLETED, null, "x~undo-1").executions()).isEmpty();
    assertThat(lookedUp).containsOnly("x~undo-1");
  }

  @ParameterizedTest
  @EnumSource(
      value = ExecutionStatus.class,
      mode = EnumSource.Mode.EXCLUDE,
      names = {"RUNNING", "COMPLETED"})
  void saysWhatNoRecordTells(ExecutionStatus status) {
    assertThatThrownBy(() -> list(status, null, null))
        .hasCauseInstanceOf(UnlistableException.class)
        .hasMessageContaining("RUNNING or COMPLETED");
    assertThatThrownBy(() -> list(null, "notification", null))
        .hasCauseInstanceOf(UnlistableException.class)
        .hasMessageContaining("workflow");
  }

  @Test
  void listsByFocusAndTime() {
    ReservationId stuck = put("1", ReservationStatus.ATTENTION);
    ReservationId failing = put("2", ReservationStatus.PENDING);
    put("3", ReservationStatus.PENDING);
    await(reservations.markRetrying(failing));

    assertThat(ids(ExecutionFocus.ATTENTION, null, null)).containsExactly(stuck.value());
    assertThat(ids(ExecutionFocus.RETRYING, null, null)).containsExactly(failing.value());
    assertThat(ids(ExecutionFocus.RETRYING, null, Samples.START)).isEmpty();
    assertThat(ids(ExecutionFocus.ALL, Samples.START, null)).hasSize(3);
    assertThat(ids(ExecutionFocus.ALL, Samples.START.plusMillis(1), null)).isEmpty();
  }

  private List<String> ids(ExecutionFocus focus, @Nullable Instant from, @Nullable Instant before) {
    var query = new ExecutionQuery(focus, null, null, null, from, before, null, 10);
    return await(executions.list(query)).executions().stream().map(ExecutionSummary::id).toList();
  }

  @Test
  void readsAPageAgain() {
    put("1", ReservationStatus.CONFIRMED);
    ExecutionPage page = list(null, null, null);
    put("2", ReservationStatus.CONFIRMED);

    assertThat(
            await(
                executions.list(
                    new ExecutionQuery(
                        ExecutionFocus.ALL, null, null, null, null, null, page.here(), 10))))
        .isEqualTo(page);
    assertThat(list(null, null, "nothing").here()).isNull();
  }

  @Test
  void countsAnewAfterSomeSeconds() {
    put("1", ReservationStatus.ATTENTION);
    await(reservations.markRetrying(put("2", ReservationStatus.PENDING)));
    ExecutionCounts counts = await(executions.counts());

    assertThat(counts)
        .isEqualTo(
            new ExecutionCounts(
                Map.of(ExecutionStatus.RUNNING, 1L, ExecutionStatus.COMPLETED, 1L),
                1,
                1,
                Samples.START.minus(Duration.ofHours(24))));

    put("3", ReservationStatus.PENDING);
    clock.advance(Duration.ofSeconds(4));
    assertThat(await(executions.counts())).isEqualTo(counts);
    clock.advance(Duration.ofSeconds(1));
    assertThat(await(executions.counts()).byStatus()).containsEntry(ExecutionStatus.RUNNING, 2L);
  }

  @Test
  void doesNotRememberThatTheEngineWasAway() {
    reservations.failWith(InMemoryReservations.away());
    assertThatThrownBy(() -> await(executions.counts())).isNotNull();
    reservations.failWith(null);

    assertThat(await(executions.counts()).attention()).isZero();
  }

  private ReservationId put(String digit, ReservationStatus status) {
    ReservationId id =
        new ReservationId("00000000000" + digit + "-11111111-1111-4111-8111-111111111111");
    reservations.put(Samples.record(id, status));
    return id;
  }

  private ExecutionPage list(
      @Nullable ExecutionStatus status, @Nullable String workflow, @Nullable String text) {
    return await(
        executions.list(
            new ExecutionQuery(ExecutionFocus.ALL, status, workflow, text, null, null, null, 10)));
  }

  private static <T> T await(CompletionStage<T> stage) {
    return stage.toCompletableFuture().join();
  }
}
