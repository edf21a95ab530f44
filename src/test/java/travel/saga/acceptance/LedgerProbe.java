package travel.saga.acceptance;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.dapr.durabletask.implementation.protobuf.OrchestratorService.HistoryEvent;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What is really recorded, read behind the service's back; each call reads anew. */
interface LedgerProbe {
  String RESERVATION = "reservation|";

  /** One entry of a ledger. */
  record Entry(String reservationId, String status) {
    /** Whether a seat or car is held, or money is charged. */
    boolean active() {
      return switch (status) {
        case "TAKEN", "CONFIRMED" -> true;
        case "VOID" -> false;
        default -> throw new IllegalStateException("unknown ledger status " + status);
      };
    }
  }

  /** An event that a subscriber would get. */
  record PublishedEvent(String topic, JsonNode cloudEvent) {
    String id() {
      return cloudEvent.path("id").asText();
    }

    String type() {
      return cloudEvent.path("type").asText();
    }

    String subject() {
      return cloudEvent.path("subject").asText();
    }
  }

  /** Everything in the state store whose key, as the service writes it, has the prefix. */
  Map<String, JsonNode> state(String prefix);

  /** All events, each once. */
  List<PublishedEvent> publishedEvents();

  /** What the engine keeps of the workflow of that id. */
  List<HistoryEvent> historyOf(String reservationId);

  default List<Entry> entries(Ledger ledger) {
    return state(ledger.prefix()).entrySet().stream()
        .filter(row -> row.getKey().endsWith(ledger.suffix()))
        .map(row -> new Entry(ledger.reservationOf(row.getKey()), status(row.getValue())))
        .toList();
  }

  /** The status of every recorded reservation, by id. */
  default Map<String, String> reservations() {
    Map<String, String> statuses = new HashMap<>();
    state(RESERVATION)
        .forEach((key, row) -> statuses.put(key.substring(RESERVATION.length()), status(row)));
    return statuses;
  }

  /** How many workflows were started to undo something of the reservation. */
  default int undosOf(String reservationId) {
    return state(RESERVATION + reservationId).values().stream()
        .mapToInt(record -> record.at("/pursuit/undos").asInt())
        .sum();
  }

  /** The wire names of the activities that a reservation's saga called, in order. */
  default List<String> stepsOf(String reservationId) {
    return historyOf(reservationId).stream()
        .filter(HistoryEvent::hasTaskScheduled)
        .map(event -> event.getTaskScheduled().getName())
        .toList();
  }

  /** Ids of the reservations that hold something in the ledger, one for each thing held. */
  default List<String> active(Ledger ledger) {
    return entries(ledger).stream().filter(Entry::active).map(Entry::reservationId).toList();
  }

  default long chargesOf(String reservationId) {
    return active(Ledger.PAYMENT).stream().filter(reservationId::equals).count();
  }

  default List<PublishedEvent> eventsOf(String reservationId) {
    return publishedEvents().stream()
        .filter(event -> event.subject().equals(reservationId))
        .toList();
  }

  private static String status(JsonNode row) {
    return row.path("status").asText();
  }

  static JsonNode json(byte[] bytes) {
    try {
      return new JsonMapper().readTree(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
