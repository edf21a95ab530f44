package travel.saga.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullAndEmptySource;
import org.junit.jupiter.params.provider.ValueSource;
import travel.saga.reservation.Reservation;
import travel.saga.reservation.ReservationId;
import travel.saga.reservation.ReservationStatus;
import travel.saga.reservation.Samples;

class EventIdTest {
  @Test
  void isReadAsItWasWritten() {
    for (EventId id :
        List.of(
            new EventId(0, 0, 0),
            new EventId(0, 999_999_999, 1),
            new EventId(0, EventId.END, 1),
            new EventId(EventId.UNDO + 12, 3, 0))) {
      assertThat(EventId.of(id.text())).contains(id);
    }
  }

  @Test
  void isOrderedByWorkflowThenCallThenPart() {
    List<EventId> ids =
        List.of(
            EventId.BEGINNING,
            new EventId(0, 0, 0),
            new EventId(0, 0, 1),
            new EventId(0, 9, 0),
            new EventId(0, 10, 0),
            new EventId(0, EventId.END, 0),
            new EventId(0, EventId.END, 1),
            new EventId(1, 0, 0),
            new EventId(EventId.UNDO + 1, 0, 0),
            new EventId(EventId.UNDO + 2, 0, 0));
    List<EventId> shuffled = new ArrayList<>(ids);
    Collections.shuffle(shuffled, new Random(3));
    Collections.sort(shuffled);
    assertThat(shuffled).isEqualTo(ids);
  }

  @Test
  void numbersTheWorkflowsOfAReservationInTheirOrder() {
    Reservation rerun =
        Samples.record(ReservationId.random(), ReservationStatus.PENDING)
            .rerun(Samples.RERUN, Samples.START)
            .rerun(Samples.RERUN, Samples.START);
    Reservation cancelled =
        rerun
            .settle(Samples.outcome(ReservationStatus.CONFIRMED), Samples.START)
            .cancel(Samples.START);

    assertThat(cancelled.workflows().stream().map(EventId::runOf))
        .containsExactly(0, 1, 2, EventId.UNDO + 1);
  }

  @ParameterizedTest
  @NullAndEmptySource
  @ValueSource(strings = {"7", "0-1", "0-1-2-3", "a-b-c", "-1-0-0", "0-99999999999-0", "0-1-22"})
  void isNoneWhereTheTextIsNone(String text) {
    assertThat(EventId.of(text)).isEmpty();
  }
}
