package travel.saga.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import travel.saga.execution.ExecutionCounts;
import travel.saga.execution.ExecutionStatus;

class SelectionTest {
  private static final ExecutionCounts COUNTS =
      new ExecutionCounts(
          Map.of(ExecutionStatus.RUNNING, 2L, ExecutionStatus.FAILED, 3L), 5, 7, null);

  @ParameterizedTest
  @EnumSource
  void isThereForEveryStatus(ExecutionStatus status) {
    Selection one = Selection.named(status.name()).orElseThrow();

    assertThat(one.status()).isEqualTo(status);
    assertThat(one.badge()).isEqualTo(Badge.of(status));
    assertThat(one.count(COUNTS)).isEqualTo(COUNTS.byStatus().getOrDefault(status, 0L));
  }

  @Test
  void beginsWithWhatNeedsAnOperator() {
    assertThat(Selection.offered(true)).startsWith(Selection.ATTENTION, Selection.RETRYING);
    assertThat(Selection.offered(false)).startsWith(Selection.ATTENTION, Selection.RETRYING);
    assertThat(Selection.ATTENTION.count(COUNTS)).isEqualTo(5);
    assertThat(Selection.RETRYING.count(COUNTS)).isEqualTo(7);
    assertThat(Selection.ALL.count(COUNTS)).isEqualTo(5);
  }

  @Test
  void isSaidByWordsThatDiffer() {
    assertThat(Arrays.stream(Selection.values()).map(one -> one.badge().word()))
        .doesNotHaveDuplicates();
    assertThat(Selection.named("")).contains(Selection.ALL);
    assertThat(Selection.named("done")).isEmpty();
  }
}
