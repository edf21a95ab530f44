package travel.saga.engine.dispatch;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A test of an engine without gRPC, on a store that it can hold back, with one worker. */
abstract class DispatchTest {
  @TempDir Path directory;
  TestEngine running;
  GatedStore store;
  WorkflowEngine engine;
  TestWorker worker;

  @BeforeEach
  void open() {
    open(1_000_000);
  }

  final void open(long cachedBytes) {
    running = new TestEngine(directory, cachedBytes);
    store = running.store;
    engine = running.calls;
    worker = running.connect();
  }

  @AfterEach
  void close() {
    running.close();
  }
}
