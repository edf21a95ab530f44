package travel.saga.engine.store.sqlite;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import travel.saga.engine.store.HistoryStore;
import travel.saga.engine.store.HistoryStoreContract;
import travel.saga.engine.store.Synchronous;

class SqliteHistoryStoreTest extends HistoryStoreContract {
  @TempDir Path directory;
  private SqliteStorage storage;

  @BeforeEach
  void open() {
    storage = SqliteStorage.open(directory.resolve("data.db"), Synchronous.NORMAL, Runnable::run);
  }

  @AfterEach
  void close() {
    storage.close();
  }

  @Override
  protected HistoryStore store() {
    return storage.histories();
  }

  @Override
  protected void reopen() {
    close();
    open();
  }
}
