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
final class DaprEngine implements BackingEngine {
  static final String APP_ID = "reservations";
  private static final List<String> TOPICS =
      List.of("onreservationsuccess", "onreservationfailure");

  private final DaprStack stack;
  private final Sidecar sidecar;
  private final Subscriber subscriber;
  private final DaprLedgerProbe ledger;

  private DaprEngine(DaprStack stack, Path stateFile) {
    this.stack = stack;
    this.sidecar = stack.sidecar(APP_ID, Components.local(stateFile)).start();
    this.subscriber = Subscriber.to(sidecar, "pubsub", TOPICS);
    this.ledger = new DaprLedgerProbe(stateFile, sidecar, subscriber);
  }

  static DaprEngine in(Path directory) {
    DaprStack stack = DaprStack.in(directory);
    try {
      return new DaprEngine(stack, directory.resolve("state.db"));
    } catch (RuntimeException | Error e) {
      stack.close();
      throw e;
    }
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
