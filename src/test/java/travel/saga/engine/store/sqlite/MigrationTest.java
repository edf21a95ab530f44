package travel.saga.engine.store.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import io.dapr.durabletask.implementation.protobuf.OrchestratorService.OrchestrationStatus;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import travel.saga.engine.store.Change;
import travel.saga.engine.store.HistoryStore;
import travel.saga.engine.store.Synchronous;

class MigrationTest {
  private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");

  @TempDir Path directory;

  @Test
  void bringsAFileOfTheFirstVersionUpToDateWithWhatIsInIt() throws Exception {
    Path file = directory.resolve("data.db");
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        Statement statement = connection.createStatement();
        InputStream schema = Database.class.getResourceAsStream("schema-1.sql")) {
      statement.executeUpdate(new String(schema.readAllBytes(), StandardCharsets.UTF_8));
      statement.executeUpdate("PRAGMA user_version = 1");
      statement.executeUpdate(
          "INSERT INTO instance VALUES"
              + " (1, 'old', 1, 'e', 'it', 1, 0, 0, 0, NULL, '1', '2', NULL, NULL, 0, 0, 0)");
    }
    for (int opening = 0; opening < 2; opening++) {
      try (SqliteStorage storage = SqliteStorage.open(file, Synchronous.NORMAL, Runnable::run)) {
        HistoryStore store = storage.histories();
        assertThat(store.find("old").join()).isPresent();
        store.commit(List.of(new Change.Expire(1, NOW), new Change.Adopt(1, null))).join();
        assertThat(store.expiring(1).join())
            .containsExactly(new HistoryStore.Expiring("old", 1, 1, 0, NOW));
        assertThat(storage.instances().counts().join())
            .containsExactly(Map.entry(OrchestrationStatus.ORCHESTRATION_STATUS_COMPLETED, 1L));
      }
    }
  }
}
