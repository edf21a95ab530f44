package travel.saga.dapr;

import io.grpc.Channel;
import io.grpc.ManagedChannel;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import travel.saga.engine.EmbeddedEngine;
import travel.saga.engine.EngineSettings;
import travel.saga.engine.EngineStartException;
import travel.saga.ledger.KeyListing;
import travel.saga.reservation.SettingException;

/** The engine in this process, reached through gRPC's in-process transport. */
final class EmbeddedLink implements EngineLink {
  private final EngineSettings settings;
  private final EmbeddedEngine engine;
  private final ManagedChannel channel;
  private final Executor blocking;

  EmbeddedLink(EngineSettings settings, Executor blocking) {
    this.settings = settings;
    this.engine = start(settings);
    this.channel = engine.openChannel();
    this.blocking = blocking;
  }

  private static EmbeddedEngine start(EngineSettings settings) {
    try {
      return EmbeddedEngine.start(settings);
    } catch (EngineStartException unusable) {
      throw new SettingException(
          "reservations.data-dir",
          settings.dataDirectory().toString(),
          String.valueOf(unusable.getMessage()));
    }
  }

  @Override
  public Channel channel() {
    return channel;
  }

  @Override
  public String description() {
    return "the embedded engine on "
        + settings.dataDirectory().toAbsolutePath().normalize()
        + " (one node; scale out with a Dapr sidecar)";
  }

  @Override
  public boolean reach() {
    return true;
  }

  @Override
  public Optional<String> trouble() {
    return engine.trouble();
  }

  @Override
  public boolean hasTransactions() {
    return true;
  }

  @Override
  public Optional<KeyListing> listing(String stateStore) {
    return Optional.of(new Listing(stateStore));
  }

  private final class Listing implements KeyListing {
    private final String stateStore;

    Listing(String stateStore) {
      this.stateStore = stateStore;
    }

    @Override
    public CompletionStage<List<String>> keys(String prefix, @Nullable String after, int limit) {
      return CompletableFuture.supplyAsync(
          () -> engine.keys(stateStore, prefix, after, limit), blocking);
    }

    @Override
    public CompletionStage<Long> count(String prefix) {
      return CompletableFuture.supplyAsync(() -> engine.countKeys(stateStore, prefix), blocking);
    }
  }

  EmbeddedEngine engine() {
    return engine;
  }

  @Override
  public void close() {
    channel.shutdownNow();
    engine.close();
  }
}
