package travel.saga.engine;

import io.dapr.durabletask.DurableTaskClient;
import io.dapr.durabletask.DurableTaskGrpcClientBuilder;
import io.dapr.durabletask.DurableTaskGrpcWorker;
import io.dapr.durabletask.DurableTaskGrpcWorkerBuilder;
import io.dapr.durabletask.TaskActivity;
import io.dapr.durabletask.TaskActivityFactory;
import io.dapr.durabletask.TaskOrchestration;
import io.dapr.durabletask.orchestration.TaskOrchestrationFactory;
import io.grpc.ManagedChannel;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** The SDK's worker and client on one channel to an engine. */
final class WorkerHarness implements AutoCloseable {
  private final ManagedChannel channel;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final DurableTaskGrpcWorkerBuilder builder;
  private final DurableTaskClient client;
  private DurableTaskGrpcWorker worker;

  @SuppressWarnings("NullAway.Init") // started by start()
  WorkerHarness(ManagedChannel channel) {
    this.channel = channel;
    this.builder =
        new DurableTaskGrpcWorkerBuilder().grpcChannel(channel).withExecutorService(threads);
    this.client = new DurableTaskGrpcClientBuilder().grpcChannel(channel).build();
  }

  static WorkerHarness on(EmbeddedEngine engine) {
    return new WorkerHarness(engine.openChannel());
  }

  WorkerHarness workflow(String name, TaskOrchestration code) {
    return workflow(name, "", true, code);
  }

  WorkerHarness workflow(String name, String version, boolean latest, TaskOrchestration code) {
    builder.addOrchestration(
        new TaskOrchestrationFactory() {
          @Override
          public String getName() {
            return name;
          }

          @Override
          public TaskOrchestration create() {
            return code;
          }

          @Override
          public String getVersionName() {
            return version;
          }

          @Override
          public Boolean isLatestVersion() {
            return latest;
          }
        });
    return this;
  }

  WorkerHarness activity(String name, TaskActivity code) {
    builder.addActivity(
        new TaskActivityFactory() {
          @Override
          public String getName() {
            return name;
          }

          @Override
          public TaskActivity create() {
            return code;
          }
        });
    return this;
  }

  WorkerHarness start() {
    worker = builder.build();
    worker.start();
    return this;
  }

  DurableTaskClient client() {
    return client;
  }

  ManagedChannel channel() {
    return channel;
  }

  @Override
  public void close() {
    if (worker != null) {
      worker.close();
    }
    channel.shutdownNow();
    threads.shutdownNow();
  }
}
