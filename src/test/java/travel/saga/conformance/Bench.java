package travel.saga.conformance;

import io.dapr.config.Properties;
import io.dapr.workflows.client.DaprWorkflowClient;
import io.dapr.workflows.runtime.WorkflowRuntime;
import io.dapr.workflows.runtime.WorkflowRuntimeBuilder;
import io.grpc.ManagedChannel;
import java.nio.file.Path;
import java.util.Map;
import travel.saga.sidecar.Directories;

/**
 * One engine, one worker and one client of the SDK, for all scenarios of a run that kill neither.
 */
final class Bench implements AutoCloseable {
  private final Path directory = Directories.temporary("conformance-");
  private final Script script = new Script();
  private final Engine engine;
  private final WorkflowRuntime worker;
  private final DaprWorkflowClient client;
  private final ManagedChannel channel;

  Bench(EngineKind kind) {
    this.engine = kind.in(directory, Engine.PLENTY);
    engine.start();
    this.client = new DaprWorkflowClient(addressOf(engine));
    this.channel = Protocol.channel(engine.port());
    WorkflowRuntimeBuilder builder = new WorkflowRuntimeBuilder(addressOf(engine));
    script.registerAt(builder, DeclaredScenario.LAST);
    this.worker = builder.build();
    worker.start(false);
  }

  static Properties addressOf(Engine engine) {
    return new Properties(Map.of("dapr.grpc.endpoint", "http://127.0.0.1:" + engine.port()));
  }

  Rig rig(int scenario) {
    return new Rig(scenario, script, client, new Protocol(channel));
  }

  String logTail() {
    return engine.logTail();
  }

  /**
   * The engine first: while it holds the worker's stream open, the worker takes a minute to end.
   */
  @Override
  public void close() throws InterruptedException {
    engine.close();
    worker.close();
    client.close();
    channel.shutdownNow();
    Directories.delete(directory);
  }
}
