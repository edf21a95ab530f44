package travel.saga.execution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
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
          new SettableClock());

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
