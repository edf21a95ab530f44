package travel.saga.acceptance;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.protobuf.InvalidProtocolBufferException;
import io.dapr.durabletask.implementation.protobuf.OrchestratorService.HistoryChunk;
import io.dapr.durabletask.implementation.protobuf.OrchestratorService.HistoryEvent;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import travel.saga.sidecar.SqliteFile;

/** Reads the embedded engine's file beside the process that writes it. */
final class EmbeddedLedgerProbe implements LedgerProbe {
  private static final String STATE =
      "SELECT key, value FROM state WHERE substr(key, 1, length(?1)) = ?1";
  private static final String EVENTS = "SELECT topic, data FROM event ORDER BY seq";
  private static final String HISTORY =
      "SELECT h.events FROM history h JOIN instance i ON i.iid = h.iid WHERE i.id = ?1"
          + " ORDER BY h.seq";

  private final Path dataDirectory;

  EmbeddedLedgerProbe(Path dataDirectory) {
    this.dataDirectory = dataDirectory;
  }

  @Override
  public Map<String, JsonNode> state(String prefix) {
    Map<String, JsonNode> state = new HashMap<>();
    file()
        .query(
            STATE, row -> state.put(row.getString(1), LedgerProbe.json(row.getBytes(2))), prefix);
    return state;
  }

  @Override
  public List<PublishedEvent> publishedEvents() {
    return file()
        .query(
            EVENTS, row -> new PublishedEvent(row.getString(1), LedgerProbe.json(row.getBytes(2))));
  }

  @Override
  public List<HistoryEvent> historyOf(String reservationId) {
    return file().query(HISTORY, row -> events(row.getBytes(1)), reservationId).stream()
        .flatMap(List::stream)
        .toList();
  }

  private static List<HistoryEvent> events(byte[] chunk) {
    try {
      return HistoryChunk.parseFrom(chunk).getEventsList();
    } catch (InvalidProtocolBufferException e) {
      throw new UncheckedIOException(e);
    }
  }

  private SqliteFile file() {
    try (var files = Files.list(dataDirectory)) {
      return files
          .filter(file -> file.toString().endsWith(".db"))
          .findFirst()
          .map(SqliteFile::new)
          .orElseThrow(() -> new IllegalStateException("no database in " + dataDirectory));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
