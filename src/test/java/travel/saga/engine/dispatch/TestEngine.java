package travel.saga.engine.dispatch;

import io.dapr.durabletask.implementation.protobuf.OrchestratorService.CreateInstanceRequest;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import travel.saga.engine.store.Synchronous;
import travel.saga.engine.store.sqlite.SqliteStorage;

/** An engine without gRPC, on a store that the test can hold back. */
final class TestEngine implements AutoCloseable {
  final GatedStore store;
  final WorkflowEngine calls;
  final Loop loop = new Loop(Clock.systemUTC());
  private final SqliteStorage storage;

  TestEngine(Path directory, long cachedBytes) {
    storage = SqliteStorage.open(directory.resolve("data.db"), Synchronous.NORMAL, loop);
    store = new GatedStore(storage.histories(), loop);
    DispatchSettings settings =
        new DispatchSettings(10, 10, Duration.ofMinutes(1), Duration.ofMinutes(1), cachedBytes);
    calls = new WorkflowEngine("reservations", settings, loop, Clock.systemUTC(), store);
    calls.start();
  }

  TestWorker connect() {
    TestWorker worker = new TestWorker(calls);
    calls.connected(worker);
    return worker;
  }

  static CreateInstanceRequest request(String id) {
    return CreateInstanceRequest.newBuilder().setInstanceId(id).setName("it").build();
  }

  <T> T onLoop(Supplier<T> step) {
    return get(CompletableFuture.supplyAsync(step, loop));
  }

  static <T> T get(CompletableFuture<T> future) {
    return future.orTimeout(8, TimeUnit.SECONDS).join();
  }

  @Override
  public void close() {
    get(calls.stop());
    storage.close();
    loop.close();
  }
}
