package travel.saga.dapr;

import io.grpc.ManagedChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import travel.saga.ledger.KeyValueStore;
import travel.saga.sidecar.BackedStack;
import travel.saga.sidecar.Backing;
import travel.saga.sidecar.Components;
import travel.saga.sidecar.Directories;

/** The state store of a directory of {@code components/}, behind a daprd that runs for a class. */
final class SidecarStore implements BeforeAllCallback, AfterAllCallback {
  private final String components;
  private final List<Supplier<? extends Backing>> needed;
  private final Path directory = Directories.temporary("reservations-store-");
  private @Nullable BackedStack stack;
  private @Nullable ManagedChannel channel;

  private SidecarStore(String components, List<Supplier<? extends Backing>> needed) {
    this.components = components;
    this.needed = needed;
  }

  @SafeVarargs
  static SidecarStore of(String components, Supplier<? extends Backing>... needed) {
    return new SidecarStore(components, List.of(needed));
  }

  @Override
  public void beforeAll(ExtensionContext context) {
    BackedStack started = BackedStack.in(directory, Components.stateStoreOf(components), needed);
    stack = started;
    channel = started.sidecar("contract").start().openChannel();
  }

  KeyValueStore store() {
    GrpcCalls calls =
        new GrpcCalls(Objects.requireNonNull(channel), Runnable::run, Duration.ofSeconds(30));
    return new DaprKeyValueStore(calls, "statestore", false);
  }

  @Override
  public void afterAll(ExtensionContext context) {
    if (channel != null) {
      channel.shutdownNow();
    }
    if (stack != null) {
      stack.close();
    }
    Directories.delete(directory);
  }
}
