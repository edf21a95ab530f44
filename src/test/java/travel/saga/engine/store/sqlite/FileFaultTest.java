package travel.saga.engine.store.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sqlite.SQLiteErrorCode;
import travel.saga.engine.store.EventLog.Content;
import travel.saga.engine.store.EventLog.Destination;
import travel.saga.engine.store.EventLog.PublishedEvent;
import travel.saga.engine.store.StateStore.Expect;
import travel.saga.engine.store.StateStore.Write;
import travel.saga.engine.store.StoreException;

/** A disk that fails while the engine runs: nothing is acknowledged that it does not have. */
class FileFaultTest {
  @TempDir Path directory;
  private Path file;
  private FaultyDatabase database;
  private SqliteStorage storage;

  @BeforeEach
  void open() {
    file = directory.resolve("engine.db");
    database = new FaultyDatabase(file);
    storage = SqliteStorage.open(database, Runnable::run);
    put("before");
  }

  @AfterEach
  void close() {
    database.mend();
    storage.close();
  }

  @ParameterizedTest
  @CsvSource({
    "SQLITE_FULL, COMMIT, no room left, make room",
    "SQLITE_FULL, INSERT INTO state, no room left, make room",
    "SQLITE_READONLY, COMMIT, cannot be written to, writable",
    "SQLITE_READONLY_DBMOVED, BEGIN, cannot be written to, writable",
    "SQLITE_IOERR_WRITE, COMMIT, cannot be written, look after the disk",
    "SQLITE_IOERR_WRITE, INSERT INTO state, cannot be written, look after the disk",
    "SQLITE_CANTOPEN, BEGIN, cannot be written, look after the disk",
    "SQLITE_BUSY, BEGIN, locked by another program, end that one",
  })
  void saysWhatIsWrongUntilItCanWriteAgain(
      SQLiteErrorCode code, String statement, String state, String remedy) {
    assertThat(storage.trouble()).isEmpty();
    database.fail(statement, code);
    assertThatThrownBy(() -> put("meanwhile")).hasCauseInstanceOf(StoreException.class);
    assertThat(storage.trouble().orElseThrow()).contains(file.toString(), state, remedy);

    database.mend();

    await().until(() -> storage.trouble().isEmpty()); // nobody else writes
    assertThat(stored()).containsExactly("before");
    put("after");
    assertThat(stored()).containsExactly("after", "before");
  }

  @ParameterizedTest
  @CsvSource({
    "SQLITE_IOERR_FSYNC, COMMIT, check the disk",
    "SQLITE_CORRUPT, COMMIT, restore a backup",
    "SQLITE_CORRUPT_INDEX, INSERT INTO state, .recover",
    "SQLITE_NOTADB, BEGIN, restore a backup",
  })
  void writesNothingMoreOnceTheDiskHasLied(SQLiteErrorCode code, String statement, String remedy)
      throws Exception {
    database.fail(statement, code);
    assertThatThrownBy(() -> put("meanwhile")).hasCauseInstanceOf(StoreException.class);
    database.mend();
    byte[] data = Files.readAllBytes(file);
    byte[] log = Files.readAllBytes(directory.resolve("engine.db-wal"));

    assertThatThrownBy(() -> put("after"))
        .hasCauseInstanceOf(StoreException.class)
        .hasMessageContaining(remedy);
    assertThatThrownBy(this::publish).hasMessageContaining(remedy);
    assertThat(storage.trouble().orElseThrow()).contains(file.toString(), remedy);
    assertThat(stored()).containsExactly("before");
    storage.close();

    assertThat(Files.readAllBytes(file)).isEqualTo(data);
    assertThat(Files.readAllBytes(directory.resolve("engine.db-wal"))).isEqualTo(log);
  }

  @Test
  void writesNothingMoreOnceAReadMetDamage() {
    database.fail("SELECT value, version", SQLiteErrorCode.SQLITE_CORRUPT);
    assertThatThrownBy(() -> storage.states().read("s", List.of("before")).join())
        .hasCauseInstanceOf(StoreException.class);
    assertThat(storage.trouble().orElseThrow()).contains("is damaged");
    assertThatThrownBy(() -> put("after")).hasMessageContaining("restore a backup");
  }

  @Test
  void goesOnWritingWhenAReadFailedOtherwise() {
    database.fail("SELECT value, version", SQLiteErrorCode.SQLITE_IOERR_READ);
    assertThatThrownBy(() -> storage.states().read("s", List.of("before")).join())
        .hasCauseInstanceOf(StoreException.class);
    assertThat(storage.trouble()).isEmpty();
    put("after");
  }

  @Test
  void takesACallThatCannotBeDoneForNoFaultOfTheFile() {
    database.fail("INSERT INTO state", SQLiteErrorCode.SQLITE_TOOBIG);
    assertThatThrownBy(() -> put("after")).hasCauseInstanceOf(StoreException.class);
    assertThat(storage.trouble()).isEmpty();
  }

  private void put(String key) {
    storage.states().write("s", List.of(new Write.Put(key, new byte[0], new Expect.Any()))).join();
  }

  private void publish() {
    storage
        .events()
        .publish(
            new PublishedEvent(
                new Destination("pubsub", "topic"),
                null,
                new Content("text/plain", new byte[0]),
                Map.of(),
                java.time.Instant.EPOCH))
        .join();
  }

  private List<String> stored() {
    return storage.states().keys("s", "", null, 10);
  }
}
