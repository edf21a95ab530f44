package travel.saga.engine;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A test of an engine that is served by a worker of the SDK; the test starts the worker. */
abstract class EngineTest {
  static final Duration LONG = Duration.ofSeconds(30);

  @TempDir Path directory;
  EmbeddedEngine engine;
  WorkerHarness worker;

  @BeforeEach
  void startEngine() {
    engine = EmbeddedEngine.start(EngineSettings.of(directory));
    worker = WorkerHarness.on(engine);
  }

  @AfterEach
  void closeEngine() {
    worker.close();
    engine.close();
  }
}
