package travel.saga.acceptance;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;

/** What is really recorded, read behind the service's back; each call reads anew. */
interface LedgerProbe {
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

  List<Entry> entries(Ledger ledger);

  /** All events, oldest first. */
  List<PublishedEvent> publishedEvents();

  /** The status of every recorded reservation, by id. */
  Map<String, String> reservations();

  /** The wire names of the activities that a reservation's saga called, in order. */
  List<String> stepsOf(String reservationId);

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
}
