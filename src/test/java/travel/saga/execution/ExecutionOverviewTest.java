package travel.saga.execution;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import travel.saga.reservation.InMemoryReservations;
import travel.saga.reservation.Reservation;
import travel.saga.reservation.ReservationId;
import travel.saga.reservation.ReservationStatus;
import travel.saga.reservation.Samples;

class ExecutionOverviewTest {
  private final ScriptedExecutions executions = new ScriptedExecutions();
  private final InMemoryReservations reservations = new InMemoryReservations();
  private final ExecutionOverview overview = new ExecutionOverview(executions, reservations);

  @Test
  void tellsWithEachExecutionTheReservationThatItWorksFor() {
    Reservation record = Samples.record(ReservationId.random(), ReservationStatus.CANCELLING);
    reservations.put(record);
    ExecutionSummary undo =
        ExecutionSamples.summary(record.id() + "~undo-1", ExecutionStatus.RUNNING);
    ExecutionSummary saga =
        ExecutionSamples.summary(record.id().value(), ExecutionStatus.COMPLETED);
    ExecutionSummary other = ExecutionSamples.summary("other", ExecutionStatus.COMPLETED);
    executions.listing(new ExecutionPage(List.of(undo, saga, other), "next", "here"));
    var query = new ExecutionQuery(ExecutionFocus.ALL, null, null, null, null, null, null, 3);

    assertThat(overview.list(query).toCompletableFuture().join())
        .isEqualTo(
            new ExecutionOverview.Rows(
                List.of(
                    new ExecutionOverview.Row(undo, Optional.of(record)),
                    new ExecutionOverview.Row(saga, Optional.of(record)),
                    new ExecutionOverview.Row(other, Optional.empty())),
                "next",
                "here"));
    assertThat(executions.queries()).containsExactly(query);
  }

  @Test
  void counts() {
    ExecutionCounts counts = new ExecutionCounts(Map.of(ExecutionStatus.FAILED, 3L), 2, 1, null);
    executions.counting(counts);

    assertThat(overview.counts().toCompletableFuture().join()).isEqualTo(counts);
  }
}
