package travel.saga.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;
import travel.saga.execution.HistoryEvent;
import travel.saga.execution.HistoryPage;

/**
 * A page of the engine's raw events, oldest first.
 *
 * @param next the cursor of the next page; absent on the last
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
public record HistoryView(List<EventView> events, @Nullable String next) {
  /**
   * One event.
   *
   * @param event as the JSON mapping of the workflow protocol has it
   */
  @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
  public record EventView(
      int number,
      String type,
      Instant at,
      @Schema(implementation = Object.class) @Nullable JsonNode event) {
    static EventView of(HistoryEvent event) {
      return new EventView(event.number(), event.type(), event.at(), Embedded.json(event.json()));
    }

    /** Personal data stays out of logs. */
    @Override
    public String toString() {
      return "EventView[" + number + ", " + type + "]";
    }
  }

  static HistoryView of(HistoryPage page) {
    Integer next = page.next();
    return new HistoryView(
        page.events().stream().map(EventView::of).toList(), next == null ? null : next.toString());
  }
}
