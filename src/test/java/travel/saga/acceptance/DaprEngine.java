package travel.saga.acceptance;

import io.grpc.ManagedChannel;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import travel.saga.sidecar.Components;
import travel.saga.sidecar.DaprStack;
import travel.saga.sidecar.Sidecar;
import travel.saga.sidecar.Subscriber;

/** A real daprd with placement and scheduler, its state in a SQLite file. */
final class DaprEngine implements EngineUnderTest, BackingEngine {
  static final String APP_ID = "reservations";
  private static final List<String> TOPICS =
      List.of("onreservationsuccess", "onreservationfailure");

  private final DaprStack stack;
  private final Path stateFile;
  private final Sidecar sidecar;
  private final Subscriber subscriber;
  private final DaprLedgerProbe ledger;

  private DaprEngine(DaprStack stack, Components components, Path stateFile) {
    this.stack = stack;
    this.stateFile = stateFile;
    this.sidecar = stack.sidecar(APP_ID, components);
    this.subscriber = Subscriber.of(sidecar);
    this.ledger = new DaprLedgerProbe(stateFile, sidecar, subscriber);
  }

  static DaprEngine in(Path directory) {
    return withoutSidecar(directory).startSidecar();
  }

  /** Everything but daprd runs. */
  static DaprEngine withoutSidecar(Path directory) {
    Path stateFile = directory.resolve("state.db");
    return new DaprEngine(DaprStack.in(directory), Components.local(stateFile), stateFile);
  }

  /** The sidecar asks its callers for the token. */
  static DaprEngine withToken(Path directory, String token) {
    Path stateFile = directory.resolve("state.db");
    Components components = Components.local(stateFile).withEnvironment("DAPR_API_TOKEN", token);
    return new DaprEngine(DaprStack.in(directory), components, stateFile).startSidecar();
  }

  /** Starts daprd, for the first time or after a kill; answers when it is healthy. */
  DaprEngine startSidecar() {
    sidecar.start();
    subscriber.subscribe("pubsub", TOPICS);
    return this;
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
  }
}
