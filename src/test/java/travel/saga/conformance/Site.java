package travel.saga.conformance;

import io.dapr.workflows.client.DaprWorkflowClient;
import io.dapr.workflows.client.WorkflowState;
import io.grpc.ManagedChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import travel.saga.sidecar.Directories;

/**
 * A scenario's own engine and workers, in processes that it may kill. A client belongs to the
 * engine's life: after a restart there is a new one.
 */
final class Site implements AutoCloseable {
  private final Path directory = Directories.temporary("conformance-");
  private final List<WorkerProcess> workers = new ArrayList<>();
  private @Nullable Engine engine;
  private volatile @Nullable DaprWorkflowClient client;
  private int life;
  private @Nullable ManagedChannel channel;

  Site start() {
    return start(Engine.PLENTY);
  }

  Site start(int maxActivities) {
    engine = EngineKind.configured().in(directory, maxActivities);
    connect(engine.start());
    return this;
  }

  private void connect(Engine started) {
    client = new DaprWorkflowClient(Bench.addressOf(started));
    channel = Protocol.channel(started.port());
    synchronized (this) {
      life++;
      notifyAll();
    }
  }

  private void disconnect() {
    DaprWorkflowClient known = client;
    if (known != null) {
      try {
        known.close();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
    if (channel != null) {
      channel.shutdownNow();
    }
  }

  Engine engine() {
    return Objects.requireNonNull(engine, "not started");
  }

  DaprWorkflowClient client() {
    return Objects.requireNonNull(client, "not started");
  }

  Protocol protocol() {
    return new Protocol(Objects.requireNonNull(channel, "not started"));
  }

  /** A further worker process. */
  WorkerProcess worker(WorkerMain.Trait... traits) {
    WorkerProcess worker =
        WorkerProcess.start(
            engine(), directory.resolve("worker-" + (workers.size() + 1) + ".log"), traits);
    workers.add(worker);
    return worker;
  }

  /**
   * SIGKILL for the engine and its workers, as when they are one process; the engine comes back.
   */
  void crash() {
    engine().kill();
    workers.forEach(WorkerProcess::kill);
    disconnect();
    connect(engine().start());
  }

  /** Counts the starts of the engine. */
  synchronized int life() {
    return life;
  }

  /** Waits for the engine to be started again. */
  synchronized void awaitLifeAfter(int ended) {
    try {
      while (life <= ended) {
        wait();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("The scenario is over.", e);
    }
  }

  WorkflowState end(String instanceId) throws TimeoutException {
    return Objects.requireNonNull(client().waitForWorkflowCompletion(instanceId, Rig.LONG, true));
  }

  /** What all workers have said so far, in lines that begin like this. */
  List<String> said(String beginning) {
    return workers.stream().flatMap(worker -> worker.said(beginning).stream()).toList();
  }

  String logTail() {
    return workers.stream()
        .map(WorkerProcess::logTail)
        .collect(Collectors.joining("\n", "", "\n" + engine().logTail()));
  }

  @Override
  public void close() {
    workers.forEach(WorkerProcess::end);
    disconnect();
    if (engine != null) {
      engine.close();
    }
    Directories.delete(directory);
  }
}
