package travel.saga.dapr;

import com.google.protobuf.DynamicMessage;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.util.JsonFormat;
import io.dapr.durabletask.implementation.protobuf.OrchestratorService;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import travel.saga.execution.HistoryEvent;
import travel.saga.execution.HistoryPage;

/**
 * The events of a history by protobuf's JSON mapping. They are read anew by their description: what
 * the generated classes know of themselves they find out by reflection, which a native image lacks.
 */
final class RawEvents {
  private static final JsonFormat.Printer PRINTER =
      JsonFormat.printer().omittingInsignificantWhitespace();

  private RawEvents() {}

  /** The events that are not on the page stay as they are: a history may have some megabytes. */
  static HistoryPage page(List<OrchestratorService.HistoryEvent> all, int from, int limit) {
    int begin = Math.min(from, all.size());
    int end = begin + Math.min(limit, all.size() - begin);
    List<HistoryEvent> raw = new ArrayList<>(end - begin);
    for (int number = begin; number < end; number++) {
      raw.add(raw(number, all.get(number)));
    }
    return new HistoryPage(List.copyOf(raw), end < all.size() ? end : null);
  }

  private static HistoryEvent raw(int number, OrchestratorService.HistoryEvent event) {
    return new HistoryEvent(
        number, type(event), StepEvents.instant(event.getTimestamp()), json(event));
  }

  /** The name of the member that says what kind of event it is, as TaskScheduled. */
  private static String type(OrchestratorService.HistoryEvent event) {
    int number = event.getEventTypeCase().getNumber();
    var field = OrchestratorService.HistoryEvent.getDescriptor().findFieldByNumber(number);
    if (field == null) {
      return "Unknown";
    }
    String name = field.getJsonName();
    return name.substring(0, 1).toUpperCase(Locale.ROOT) + name.substring(1);
  }

  private static String json(OrchestratorService.HistoryEvent event) {
    try {
      return PRINTER.print(
          DynamicMessage.parseFrom(
              OrchestratorService.HistoryEvent.getDescriptor(), event.toByteString()));
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalStateException("an event can always be written", e);
    }
  }
}
