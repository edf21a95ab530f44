package travel.saga.acceptance;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import travel.saga.sidecar.BackedStack;
import travel.saga.sidecar.Backing;
import travel.saga.sidecar.Components;
import travel.saga.sidecar.Sidecar;
import travel.saga.sidecar.Subscriber;

/** A daprd with a directory of {@code components/} as it is, and somebody who gets the events. */
final class ComponentsEngine implements EngineUnderTest {
  /** Another application, for brokers that reach one. */
  static final String SUBSCRIBER = "watcher";

  private static final List<String> TOPICS =
      List.of("onreservationsuccess", "onreservationfailure");

  private final BackedStack stack;
  private final Sidecar sidecar;
  private final Subscriber subscriber;
  private final StateApiProbe ledger;

  private ComponentsEngine(BackedStack stack, Sidecar sidecar, Sidecar subscribers) {
    this.stack = stack;
    this.sidecar = sidecar;
    this.subscriber = Subscriber.of(subscribers);
    this.ledger = new StateApiProbe(sidecar, subscriber);
  }

  /** The subscriber is on the service's own sidecar: the broker is in that one's memory. */
  static ComponentsEngine alone(Path directory, String components) {
    BackedStack stack = BackedStack.in(directory, Components.of(components), List.of());
    Sidecar sidecar = stack.sidecar(DaprEngine.APP_ID);
    return new ComponentsEngine(stack, sidecar, sidecar).start();
  }

  /** The subscriber is another application, with a sidecar of its own. */
  @SafeVarargs
  static ComponentsEngine shared(
      Path directory, String components, Supplier<? extends Backing>... needed) {
    BackedStack stack = BackedStack.in(directory, Components.of(components), List.of(needed));
    Sidecar sidecar = stack.sidecar(DaprEngine.APP_ID);
    return new ComponentsEngine(stack, sidecar, stack.sidecar(SUBSCRIBER)).start();
  }

  private ComponentsEngine start() {
    try {
      stack.startSidecars();
      subscriber.subscribe("pubsub", TOPICS);
      return this;
    } catch (RuntimeException | Error e) {
      close();
      throw e;
    }
  }

  /** The store or broker of that kind. */
  <B extends Backing> B backing(Class<B> kind) {
    return stack.backing(kind);
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
