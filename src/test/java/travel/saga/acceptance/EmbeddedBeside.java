package travel.saga.acceptance;

import io.grpc.ManagedChannel;
import java.nio.file.Path;
import java.util.Map;
import travel.saga.engine.EmbeddedEngine;
import travel.saga.engine.EngineSettings;

/** The embedded engine in the test's process, where it outlives the service. */
final class EmbeddedBeside implements BackingEngine {
  private final Path dataDirectory;
  private final EmbeddedEngine engine;

  EmbeddedBeside(Path dataDirectory) {
    this.dataDirectory = dataDirectory;
    this.engine = EmbeddedEngine.start(EngineSettings.of(dataDirectory));
  }

  @Override
  public ManagedChannel openChannel() {
    return engine.openChannel();
  }

  @Override
  public Map<String, String> environment() {
    return EngineUnderTest.sidecarAt(engine.listen(0));
  }

  @Override
  public LedgerProbe ledger() {
    return new EmbeddedLedgerProbe(dataDirectory);
  }

  @Override
  public void close() {
    engine.close();
  }
}
