package travel.saga.acceptance;

import io.grpc.ManagedChannel;
import io.grpc.netty.NettyChannelBuilder;
import java.nio.file.Path;
import travel.saga.engine.EmbeddedEngine;
import travel.saga.engine.EngineSettings;

/** The embedded engine in the test's process, where it outlives the service, on a port. */
final class EmbeddedBeside implements BackingEngine {
  private final Path dataDirectory;
  private final EmbeddedEngine engine;
  private final int port;

  EmbeddedBeside(Path dataDirectory) {
    this.dataDirectory = dataDirectory;
    this.engine = EmbeddedEngine.start(EngineSettings.of(dataDirectory));
    this.port = engine.listen(0);
  }

  @Override
  public ManagedChannel openChannel() {
    return NettyChannelBuilder.forAddress("127.0.0.1", port).usePlaintext().build();
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
