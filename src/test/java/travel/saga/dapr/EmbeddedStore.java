package travel.saga.dapr;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import travel.saga.engine.EngineSettings;
import travel.saga.ledger.KeyListing;
import travel.saga.ledger.KeyValueStore;
import travel.saga.sidecar.Directories;

/** The state store of an embedded engine that lives as long as the test class. */
final class EmbeddedStore implements BeforeAllCallback, AfterAllCallback {
  private static final String NAME = "statestore";

  private final Path directory = Directories.temporary("reservations-store-");
  private @Nullable EmbeddedLink link;

  @Override
  public void beforeAll(ExtensionContext context) {
    link = new EmbeddedLink(EngineSettings.of(directory), Runnable::run);
  }

  @Override
  public void afterAll(ExtensionContext context) {
    link().close();
    Directories.delete(directory);
  }

  KeyValueStore store(boolean transactions) {
    GrpcCalls calls = new GrpcCalls(link().channel(), Runnable::run, Duration.ofSeconds(30));
    return new DaprKeyValueStore(calls, NAME, transactions);
  }

  KeyListing listing() {
    return link().listing(NAME).orElseThrow();
  }

  private EmbeddedLink link() {
    return Objects.requireNonNull(link);
  }
}
