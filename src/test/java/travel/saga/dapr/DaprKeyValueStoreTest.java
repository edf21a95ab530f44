package travel.saga.dapr;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import travel.saga.engine.EngineSettings;
import travel.saga.ledger.KeyValueStore;
import travel.saga.ledger.TransactionalKeyValueStoreContract;

class DaprKeyValueStoreTest extends TransactionalKeyValueStoreContract {
  @TempDir static Path directory;

  private static EmbeddedLink link;

  @BeforeAll
  static void start() {
    link = new EmbeddedLink(EngineSettings.of(directory), Runnable::run);
  }

  @AfterAll
  static void stop() {
    link.close();
  }

  @Override
  protected KeyValueStore store() {
    return new DaprKeyValueStore(
        new GrpcCalls(link.channel(), Duration.ofSeconds(30)), "statestore", true);
  }
}
