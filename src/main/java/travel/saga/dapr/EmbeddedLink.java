package travel.saga.dapr;

import io.grpc.Channel;
import io.grpc.ManagedChannel;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import travel.saga.engine.Backup;
import travel.saga.engine.EmbeddedEngine;
import travel.saga.engine.EngineSettings;
import travel.saga.engine.EngineStartException;
import travel.saga.engine.store.InstanceList;
import travel.saga.engine.store.StoreException;
import travel.saga.ledger.KeyListing;
import travel.saga.reservation.EngineUnavailableException;
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

  @Override
  public Optional<InstanceList> instances() {
    return Optional.of(engine.instances());
  }

  @Override
  public Optional<DataCopies> copies() {
    return Optional.of(new Copies());
  }

  private final class Copies implements DataCopies {
    @Override
    public Backup copyTo(Path directory) throws IOException {
      return engine.backUp(directory);
    }

    @Override
    public void end() {
      engine.endBackups();
    }
  }

  private final class Listing implements KeyListing {
    private final String stateStore;

    Listing(String stateStore) {
      this.stateStore = stateStore;
    }

    @Override
    public CompletionStage<List<String>> keys(String prefix, @Nullable String after, int limit) {
      return read(() -> engine.keys(stateStore, prefix, after, limit));
    }

    @Override
    public CompletionStage<List<Row>> descending(
        String prefix, @Nullable String before, int limit) {
      return read(
          () ->
              engine.descending(stateStore, prefix, before, limit).stream()
                  .map(value -> new Row(value.key(), value.bytes()))
                  .toList());
    }

    @Override
    public CompletionStage<Long> count(String prefix) {
      return read(() -> engine.countKeys(stateStore, prefix));
    }

    private <T> CompletionStage<T> read(Supplier<T> answer) {
      return CompletableFuture.supplyAsync(() -> orUnavailable(answer), blocking);
    }

    private static <T> T orUnavailable(Supplier<T> answer) {
      try {
        return answer.get();
      } catch (StoreException unreadable) {
        throw new EngineUnavailableException("the storage cannot be read", unreadable);
      }
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
