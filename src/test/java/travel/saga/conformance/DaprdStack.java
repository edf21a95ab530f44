package travel.saga.conformance;

import java.nio.file.Path;
import travel.saga.sidecar.Components;
import travel.saga.sidecar.DaprStack;
import travel.saga.sidecar.Sidecar;
import travel.saga.sidecar.SqliteFile;

/** A real daprd with placement and scheduler, its state in a SQLite file. */
final class DaprdStack implements Engine {
  private static final String CONFIGURATION =
      """
      apiVersion: dapr.io/v1alpha1
      kind: Configuration
      metadata:
        name: conformance
      spec:
        nameResolution:
          component: kubernetes
        workflow:
          maxConcurrentActivityInvocations: %d
      """;

  private final Path stateFile;
  private final DaprStack stack;
  private final Sidecar sidecar;

  DaprdStack(Path directory, int maxActivities) {
    this.stateFile = directory.resolve("state.db");
    this.stack = DaprStack.in(directory);
    this.sidecar =
        stack.sidecar(
            "conformance",
            Components.local(stateFile).withConfiguration(CONFIGURATION.formatted(maxActivities)));
  }

  @Override
  public Engine start() {
    sidecar.start();
    return this;
  }

  @Override
  public void kill() {
    sidecar.kill();
  }

  @Override
  public int port() {
    return sidecar.grpcPort();
  }

  @Override
  public long rowsOf(String instanceId) {
    return new SqliteFile(stateFile)
        .query(
            "SELECT count(*) FROM state WHERE instr(key, ?) > 0", row -> row.getLong(1), instanceId)
        .get(0);
  }

  @Override
  public String logTail() {
    return stack.logTail();
  }

  @Override
  public void close() {
    stack.close();
  }
}
