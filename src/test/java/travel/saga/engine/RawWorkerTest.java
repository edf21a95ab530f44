package travel.saga.engine;

import com.google.protobuf.StringValue;
import io.dapr.durabletask.implementation.protobuf.OrchestratorService.CreateInstanceRequest;
import io.dapr.durabletask.implementation.protobuf.OrchestratorService.RaiseEventRequest;
import io.dapr.durabletask.implementation.protobuf.TaskHubSidecarServiceGrpc;
import io.grpc.ManagedChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Future;
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

  static CreateInstanceRequest request(String id, String input) {
    return CreateInstanceRequest.newBuilder()
        .setInstanceId(id)
        .setName("it")
        .setInput(StringValue.of(input))
        .build();
  }

  /** Begins a run whose first turn is still to come. */
  final Future<?> startAsync(String id, String input) {
    return TaskHubSidecarServiceGrpc.newFutureStub(channel).startInstance(request(id, input));
  }

  final void raise(String id, String input) {
    worker.stub.raiseEvent(
        RaiseEventRequest.newBuilder()
            .setInstanceId(id)
            .setName("e")
            .setInput(StringValue.of(input))
            .build());
  }

  @AfterEach
  void close() {
    worker.close();
    channel.shutdownNow();
    engine.close();
  }
}
