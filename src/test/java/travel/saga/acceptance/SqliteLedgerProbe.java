package travel.saga.acceptance;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.google.protobuf.InvalidProtocolBufferException;
import io.dapr.durabletask.implementation.protobuf.OrchestratorService.HistoryChunk;
import io.dapr.durabletask.implementation.protobuf.OrchestratorService.HistoryEvent;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.sqlite.SQLiteConfig;

/** Reads the embedded engine's file beside the process that writes it. */
final class SqliteLedgerProbe implements LedgerProbe {
  private static final String STATE =
      "SELECT key, value FROM state WHERE substr(key, 1, length(?1)) = ?1 ORDER BY key";
  private static final String EVENTS = "SELECT topic, data FROM event ORDER BY seq";
  private static final String HISTORY =
      "SELECT h.events FROM history h JOIN instance i ON i.iid = h.iid WHERE i.id = ?1"
          + " ORDER BY h.seq";
  private static final String RESERVATION = "reservation|";
  private static final JsonMapper JSON = new JsonMapper();

  private final Path dataDirectory;

  SqliteLedgerProbe(Path dataDirectory) {
    this.dataDirectory = dataDirectory;
  }

  @Override
  public List<Entry> entries(Ledger ledger) {
    return query(
            STATE,
            row -> new String[] {row.getString(1), json(row.getBytes(2)).path("status").asText()},
            ledger.prefix())
        .stream()
        .filter(row -> row[0].endsWith(ledger.suffix()))
        .map(row -> new Entry(reservationId(ledger, row[0]), row[1]))
        .toList();
  }

  private static String reservationId(Ledger ledger, String key) {
    return key.substring(ledger.prefix().length(), key.length() - ledger.suffix().length());
  }

  @Override
  public List<PublishedEvent> publishedEvents() {
    return query(EVENTS, row -> new PublishedEvent(row.getString(1), json(row.getBytes(2))));
  }

  @Override
  public Map<String, String> reservations() {
    Map<String, String> statuses = new HashMap<>();
    query(
        STATE,
        row ->
            statuses.put(
                row.getString(1).substring(RESERVATION.length()),
                json(row.getBytes(2)).path("status").asText()),
        RESERVATION);
    return statuses;
  }

  @Override
  public List<String> stepsOf(String reservationId) {
    return query(HISTORY, row -> events(row.getBytes(1)), reservationId).stream()
        .flatMap(List::stream)
        .filter(HistoryEvent::hasTaskScheduled)
        .map(event -> event.getTaskScheduled().getName())
        .toList();
  }

  private static List<HistoryEvent> events(byte[] chunk) {
    try {
      return HistoryChunk.parseFrom(chunk).getEventsList();
    } catch (InvalidProtocolBufferException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static JsonNode json(byte[] bytes) {
    try {
      return JSON.readTree(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private interface Row<T> {
    T read(ResultSet row) throws SQLException;
  }

  private <T> List<T> query(String sql, Row<T> rowType, String... parameters) {
    SQLiteConfig config = new SQLiteConfig();
    config.enforceForeignKeys(false);
    config.setBusyTimeout(10_000);
    try (Connection connection = config.createConnection("jdbc:sqlite:" + file());
        PreparedStatement statement = connection.prepareStatement(sql)) {
      connection.createStatement().execute("PRAGMA query_only = true");
      for (int i = 0; i < parameters.length; i++) {
        statement.setString(i + 1, parameters[i]);
      }
      List<T> rows = new ArrayList<>();
      ResultSet result = statement.executeQuery();
      while (result.next()) {
        rows.add(rowType.read(result));
      }
      return rows;
    } catch (SQLException e) {
      throw new IllegalStateException("cannot read " + dataDirectory, e);
    }
  }

  private Path file() {
    try (var files = Files.list(dataDirectory)) {
      return files
          .filter(file -> file.toString().endsWith(".db"))
          .findFirst()
          .orElseThrow(() -> new IllegalStateException("no database in " + dataDirectory));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
