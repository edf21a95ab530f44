package travel.saga.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import travel.saga.execution.ExecutionOverview;
import travel.saga.execution.ExecutionStatus;
import travel.saga.execution.ExecutionSummary;
import travel.saga.reservation.Samples;

class ListPlaceTest {
  private static final ListPlace NEWEST = new ListPlace(null, null);

  @Test
  void staysWithTheFirstRowOfTheNewestPage() {
    ListPlace again = NEWEST.again(page("here", row("a")));

    assertThat(again).isEqualTo(new ListPlace("here", Samples.START));
    assertThat(again.isOlder()).isFalse();
    assertThat(again.again(page("here", row("a")))).isEqualTo(again);
  }

  @Test
  void staysWhereItIsWhenItsRowsAreGone() {
    ListPlace again = NEWEST.again(page("here", row("a")));

    assertThat(again.again(page(null))).isEqualTo(again);
  }

  @Test
  void waitsForTheFirstWhereThereIsNone() {
    assertThat(NEWEST.again(page(null))).isEqualTo(NEWEST);
  }

  @Test
  void looksForNothingNewerOnAnOlderPage() {
    ListPlace again = new ListPlace("behind", null).again(page("here", row("a")));

    assertThat(again).isEqualTo(new ListPlace("here", null));
    assertThat(again.isOlder()).isTrue();
  }

  private static ExecutionOverview.Rows page(@Nullable String here, ExecutionOverview.Row... rows) {
    return new ExecutionOverview.Rows(List.of(rows), null, here);
  }

  private static ExecutionOverview.Row row(String id) {
    return new ExecutionOverview.Row(
        new ExecutionSummary(
            id, "reservation", ExecutionStatus.RUNNING, Samples.START, Samples.START, null),
        Optional.empty());
  }
}
