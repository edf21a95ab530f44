package travel.saga.ledger;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * The weakest store that keeps to the port: makes one change after the other, each a write of its
 * own to the store behind it, and keeps what stands before the one that fails.
 */
public final class InOrderKeyValueStore implements KeyValueStore {
  private final KeyValueStore store;

  public InOrderKeyValueStore(KeyValueStore store) {
    this.store = store;
  }

  @Override
  public CompletionStage<Optional<Entry>> get(String key) {
    return store.get(key);
  }

  @Override
  public CompletionStage<Map<String, Entry>> getAll(List<String> keys) {
    return store.getAll(keys);
  }

  @Override
  public CompletionStage<Boolean> write(List<Change> changes) {
    if (changes.isEmpty()) {
      return CompletableFuture.completedFuture(true);
    }
    return store
        .write(changes.subList(0, 1))
        .thenCompose(
            made ->
                made
                    ? write(changes.subList(1, changes.size()))
                    : CompletableFuture.completedFuture(false));
  }
}
