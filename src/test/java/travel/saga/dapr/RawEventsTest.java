package travel.saga.dapr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.Timestamp;
import io.dapr.durabletask.implementation.protobuf.OrchestratorService;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import travel.saga.execution.HistoryEvent;
import travel.saga.execution.HistoryPage;

class RawEventsTest {
  /** Of a time that there is not, so that nobody can tell it. */
  private static final OrchestratorService.HistoryEvent UNTELLABLE = event(0, Long.MAX_VALUE);

  private static final OrchestratorService.HistoryEvent FIRST = event(0, 1);
  private static final OrchestratorService.HistoryEvent SECOND = event(1, 2);

  @Test
  void tellsTheKindTheTimeAndTheEvent() {
    assertThat(RawEvents.page(List.of(FIRST, SECOND), 1, 5))
        .isEqualTo(
            new HistoryPage(
                List.of(
                    new HistoryEvent(
                        1,
                        "TaskScheduled",
                        Instant.ofEpochSecond(2),
                        "{\"eventId\":1,\"timestamp\":\"1970-01-01T00:00:02Z\","
                            + "\"taskScheduled\":{\"name\":\"reserve-car\"}}")),
                null));
  }

  @Test
  void turnsNoEventOfAnotherPageIntoJson() {
    List<OrchestratorService.HistoryEvent> all = List.of(UNTELLABLE, FIRST, SECOND, UNTELLABLE);

    HistoryPage page = RawEvents.page(all, 1, 2);

    assertThat(page.events()).extracting(HistoryEvent::number).containsExactly(1, 2);
    assertThat(page.next()).isEqualTo(3);
    assertThatThrownBy(() -> RawEvents.page(all, 1, 3)).isInstanceOf(RuntimeException.class);
  }

  @Test
  void hasNoEventsBehindTheLast() {
    HistoryPage nothing = new HistoryPage(List.of(), null);

    assertThat(RawEvents.page(List.of(FIRST), 1, 1)).isEqualTo(nothing);
    assertThat(RawEvents.page(List.of(FIRST), 2, Integer.MAX_VALUE)).isEqualTo(nothing);
    assertThat(RawEvents.page(List.of(FIRST), Integer.MAX_VALUE, 1000)).isEqualTo(nothing);
    assertThat(RawEvents.page(List.of(), 0, 1)).isEqualTo(nothing);
  }

  private static OrchestratorService.HistoryEvent event(int id, long second) {
    return OrchestratorService.HistoryEvent.newBuilder()
        .setEventId(id)
        .setTimestamp(Timestamp.newBuilder().setSeconds(second))
        .setTaskScheduled(
            OrchestratorService.TaskScheduledEvent.newBuilder().setName("reserve-car"))
        .build();
  }
}
