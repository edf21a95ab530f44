package travel.saga.ledger;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletionStage;

/** An empty store: the keys of another one that begin with what nobody else knows. */
public final class FreshKeyValueStore implements KeyValueStore {
  private final KeyValueStore store;
  private final String prefix = UUID.randomUUID() + "-";

  public FreshKeyValueStore(KeyValueStore store) {
    this.store = store;
  }

  @Override
  public CompletionStage<Optional<Entry>> get(String key) {
    return store.get(prefix + key);
  }

  @Override
  public CompletionStage<Map<String, Entry>> getAll(List<String> keys) {
    return store
        .getAll(keys.stream().map(prefix::concat).toList())
        .thenApply(
            entries -> {
              Map<String, Entry> found = new HashMap<>();
              entries.forEach((key, entry) -> found.put(key.substring(prefix.length()), entry));
              return found;
            });
  }

  @Override
  public CompletionStage<Boolean> write(List<Change> changes) {
    return store.write(changes.stream().map(this::prefixed).toList());
  }

  private Change prefixed(Change change) {
    if (change instanceof Change.Insert insert) {
      return new Change.Insert(prefix + insert.key(), insert.value());
    }
    if (change instanceof Change.Replace replace) {
      return new Change.Replace(prefix + replace.key(), replace.value(), replace.etag());
    }
    return new Change.Delete(prefix + change.key());
  }
}
