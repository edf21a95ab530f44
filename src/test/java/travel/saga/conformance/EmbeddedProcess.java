package travel.saga.conformance;

import com.google.protobuf.Empty;
import io.dapr.durabletask.implementation.protobuf.TaskHubSidecarServiceGrpc;
import io.grpc.ManagedChannel;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import travel.saga.sidecar.Command;
import travel.saga.sidecar.Ports;
import travel.saga.sidecar.SqliteFile;

/** The embedded engine alone in a process. */
final class EmbeddedProcess implements Engine {
  private final int port = Ports.free();
  private final Path data;
  private final Command command;

  EmbeddedProcess(Path directory, int maxActivities) {
    this.data = directory.resolve("data");
    this.command =
        JavaProcess.of(
            EngineMain.class,
            directory.resolve("engine.log"),
            List.of(data.toString(), "" + port, "" + maxActivities),
            Map.of());
  }

  @Override
  public Engine start() {
    command.start();
    ManagedChannel channel = Protocol.channel(port);
    try {
      TaskHubSidecarServiceGrpc.newBlockingStub(channel)
          .withWaitForReady()
          .withDeadlineAfter(60, TimeUnit.SECONDS)
          .hello(Empty.getDefaultInstance());
      return this;
    } finally {
      channel.shutdownNow();
    }
  }

  @Override
  public void kill() {
    command.kill();
  }

  @Override
  public int port() {
    return port;
  }

  @Override
  public long rowsOf(String instanceId) {
    return new SqliteFile(data.resolve("engine.db"))
        .query(
            "SELECT (SELECT count(*) FROM instance) + (SELECT count(*) FROM history)"
                + " + (SELECT count(*) FROM inbox) + (SELECT count(*) FROM task)"
                + " + (SELECT count(*) FROM timer)",
            row -> row.getLong(1))
        .get(0);
  }

  @Override
  public String logTail() {
    return "--- the engine's log:\n" + command.logTail();
  }

  @Override
  public void close() {
    command.close();
  }
}
