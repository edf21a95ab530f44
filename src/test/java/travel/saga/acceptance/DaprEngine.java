package travel.saga.acceptance;

import io.grpc.ManagedChannel;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import travel.saga.sidecar.Components;
import travel.saga.sidecar.DaprStack;
import travel.saga.sidecar.Redis;
import travel.saga.sidecar.Sidecar;
import travel.saga.sidecar.Subscriber;

/**
 * A real daprd with placement and scheduler, its state in a SQLite file. Events last in a broker,
 * so that none is lost with a sidecar.
 */
final class DaprEngine implements EngineUnderTest, BackingEngine {
  static final String APP_ID = "reservations";
  private static final List<String> TOPICS =
      List.of("onreservationsuccess", "onreservationfailure");

  private final Redis broker;
  private final DaprStack stack;
  private final Path stateFile;
  private final Sidecar sidecar;
  private final Subscriber subscriber;
  private final DaprLedgerProbe ledger;
  private boolean subscribed;

  private DaprEngine(Path directory, Map<String, String> environment) {
    this.broker = Redis.start();
    this.stack = DaprStack.in(directory);
    this.stateFile = directory.resolve("state.db");
    this.sidecar =
        stack.sidecar(APP_ID, Components.lasting(stateFile, broker).withEnvironment(environment));
    this.subscriber = Subscriber.of(sidecar);
    this.ledger = new DaprLedgerProbe(stateFile, sidecar, subscriber);
  }

  static DaprEngine in(Path directory) {
    return withoutSidecar(directory).startSidecar();
  }

  /** Everything but daprd runs. */
  static DaprEngine withoutSidecar(Path directory) {
    return new DaprEngine(directory, Map.of());
  }

  /** The sidecar asks its callers for the token. */
  static DaprEngine withToken(Path directory, String token) {
    return new DaprEngine(directory, Map.of("DAPR_API_TOKEN", token)).startSidecar();
  }

  /** The sidecar tells a collector of its own part in every trace. */
  static DaprEngine tracingTo(Path directory, String collector) {
    Map<String, String> environment =
        Map.of(
            "OTEL_EXPORTER_OTLP_ENDPOINT", collector,
            "OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf",
            "OTEL_EXPORTER_OTLP_INSECURE", "true");
    return new DaprEngine(directory, environment).startSidecar();
  }

  /** Starts daprd, for the first time or after a kill; answers when it is healthy. */
  DaprEngine startSidecar() {
    sidecar.start();
    if (!subscribed) {
      subscriber.subscribe("pubsub", TOPICS);
      subscribed = true;
    }
    return this;
  }

  /** The sidecar of another application, on the same broker, which calls it at the port. */
  Sidecar subscriberAt(int port) {
    return stack.sidecarOf(
        "mailer", port, Components.lasting(stateFile.resolveSibling("mailer.db"), broker));
  }

  @Override
  public Map<String, String> environment() {
    return EngineUnderTest.sidecarAt(sidecar.grpcPort());
  }

  @Override
  public LedgerProbe ledger() {
    return ledger;
  }

  @Override
  public ManagedChannel openChannel() {
    return sidecar.openChannel();
  }

  Path stateFile() {
    return stateFile;
  }

  DaprStack stack() {
    return stack;
  }

  Sidecar sidecar() {
    return sidecar;
  }

  @Override
  public String logTail() {
    return stack.logTail();
  }

  @Override
  public void close() {
    ledger.close();
    subscriber.close();
    stack.close();
    broker.close();
  }
}
