package travel.saga.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import travel.saga.execution.ExecutionOverview;
import travel.saga.execution.ExecutionStatus;
import travel.saga.execution.ExecutionSummary;
import travel.saga.reservation.Reservation;
import travel.saga.reservation.ReservationId;
import travel.saga.reservation.ReservationStatus;
import travel.saga.reservation.Samples;

class ListRowTest {
  @Test
  void saysHowTheReservationStandsBesideTheExecution() {
    Reservation rejected = Samples.record(ReservationId.random(), ReservationStatus.REJECTED);

    ListRow row = ListRow.of(row("a", rejected), Samples.START.plusSeconds(65));

    assertThat(row.badge()).isEqualTo(Badge.of(ExecutionStatus.COMPLETED));
    assertThat(row.reservation()).isEqualTo(Badge.of(ReservationStatus.REJECTED));
    assertThat(row.duration()).as("so far").isEqualTo("1 min 5 s");
  }

  @Test
  void hasAnAnchorWithoutWhiteSpaceWhateverItsIdIs() {
    assertThat(ListRow.of(row("a b/c\u00A0\"é", null), Samples.START).anchor())
        .matches("execution-[!-~]+")
        .doesNotContain("/", "\"");
  }

  private static ExecutionOverview.Row row(String id, @Nullable Reservation record) {
    return new ExecutionOverview.Row(
        new ExecutionSummary(
            id, "reservation", ExecutionStatus.COMPLETED, Samples.START, Samples.START, null),
        Optional.ofNullable(record));
  }
}
