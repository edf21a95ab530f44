package travel.saga.sidecar;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The Dapr runtime, and the stores and brokers that its components lead to. */
public final class BackedStack implements AutoCloseable {
  private final DaprStack stack;
  private final List<Backing> backings = new ArrayList<>();
  private Components components;

  private BackedStack(DaprStack stack, Components components) {
    this.stack = stack;
    this.components = components;
  }

  /**
   * Starts everything but sidecars.
   *
   * @param needed starts what the components lead to
   */
  public static BackedStack in(
      Path directory, Components components, List<Supplier<? extends Backing>> needed) {
    BackedStack stack = new BackedStack(DaprStack.in(directory), components);
    try {
      needed.forEach(one -> stack.add(one.get()));
      return stack;
    } catch (RuntimeException | Error e) {
      stack.close();
      throw e;
    }
  }

  private void add(Backing backing) {
    backings.add(backing);
    components = components.withEnvironment(backing.environment());
  }

  /** A further sidecar of the application, not started yet. */
  public Sidecar sidecar(String appId) {
    return stack.sidecar(appId, components);
  }

  public void startSidecars() {
    stack.startSidecars();
  }

  /** The one of that kind. */
  public <B extends Backing> B backing(Class<B> kind) {
    return backings.stream().filter(kind::isInstance).map(kind::cast).findFirst().orElseThrow();
  }

  public String logTail() {
    return Stream.concat(Stream.of(stack.logTail()), backings.stream().map(Backing::logTail))
        .collect(Collectors.joining());
  }

  @Override
  public void close() {
    stack.close();
    backings.forEach(Backing::close);
  }
}
