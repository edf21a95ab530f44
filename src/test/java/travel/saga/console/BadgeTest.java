package travel.saga.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import travel.saga.execution.ExecutionStatus;
import travel.saga.execution.StepStatus;
import travel.saga.reservation.ReservationStatus;

class BadgeTest {
  @Test
  void saysByAMarkAndAWordWhatItsColourSays() {
    List<Badge> steps =
        Stream.concat(
                Arrays.stream(StepStatus.values()).map(Badge::of),
                Stream.of(Badge.UNDONE, Badge.NOT_RUN))
            .toList();

    assertThat(steps).extracting(Badge::mark).doesNotHaveDuplicates();
    assertThat(Arrays.stream(ExecutionStatus.values()).map(Badge::of))
        .extracting(Badge::mark)
        .doesNotHaveDuplicates();
    assertThat(Arrays.stream(ReservationStatus.values()).map(Badge::of))
        .extracting(Badge::word)
        .containsExactly(
            "Pending", "Confirmed", "Rejected", "Cancelling", "Cancelled", "Attention");
  }
}
