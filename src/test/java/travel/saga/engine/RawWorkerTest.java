package travel.saga.engine;

import io.grpc.ManagedChannel;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A test of an engine whose work items the test itself takes and answers. */
abstract class RawWorkerTest {
  @TempDir Path directory;
  EmbeddedEngine engine;
  ManagedChannel channel;
  RawWorker worker;

  EngineSettings settings() {
    return EngineSettings.of(directory).withStartWait(Duration.ZERO);
  }

  @BeforeEach
  void open() {
    open(settings());
  }

  final void open(EngineSettings settings) {
    engine = EmbeddedEngine.start(settings);
    channel = engine.openChannel();
    worker = new RawWorker(channel);
  }

  @AfterEach
  void close() {
    worker.close();
    channel.shutdownNow();
    engine.close();
  }
}
