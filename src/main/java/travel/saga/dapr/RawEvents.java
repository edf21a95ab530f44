package travel.saga.dapr;

import com.google.protobuf.DynamicMessage;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.util.JsonFormat;
import io.dapr.durabletask.implementation.protobuf.OrchestratorService;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import travel.saga.execution.HistoryEvent;

/**
 * The events of a history by protobuf's JSON mapping. They are read anew by their description: what
 * the generated classes know of themselves they find out by reflection, which a native image lacks.
 */
final class RawEvents {
  private static final JsonFormat.Printer PRINTER =
      JsonFormat.printer().omittingInsignificantWhitespace();

  private RawEvents() {}

  static List<HistoryEvent> of(List<OrchestratorService.HistoryEvent> events) {
    List<HistoryEvent> raw = new ArrayList<>(events.size());
    for (OrchestratorService.HistoryEvent event : events) {
      raw.add(
          new HistoryEvent(
              raw.size(), type(event), StepEvents.instant(event.getTimestamp()), json(event)));
    }
    return raw;
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
