package travel.saga.ledger;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** A store with transactions that is gone with its test. */
public final class InMemoryKeyValueStore implements KeyValueStore, KeyListing {
  private final TreeMap<String, Entry> entries = new TreeMap<>();
  private long lastEtag;

  @Override
  public synchronized CompletionStage<Optional<Entry>> get(String key) {
    return CompletableFuture.completedFuture(Optional.ofNullable(entries.get(key)));
  }

  @Override
  public synchronized CompletionStage<Map<String, Entry>> getAll(List<String> keys) {
    Map<String, Entry> found = new HashMap<>(entries);
    found.keySet().retainAll(keys);
    return CompletableFuture.completedFuture(found);
  }

  @Override
  public synchronized CompletionStage<Boolean> write(List<Change> changes) {
    boolean allHold = changes.stream().allMatch(this::holds);
    if (allHold) {
      changes.forEach(this::make);
    }
    return CompletableFuture.completedFuture(allHold);
  }

  @Override
  public synchronized CompletionStage<List<String>> keys(
      String prefix, @Nullable String after, int limit) {
    return CompletableFuture.completedFuture(
        entries.keySet().stream()
            .filter(key -> key.startsWith(prefix))
            .filter(key -> after == null || key.compareTo(after) > 0)
            .limit(limit)
            .toList());
  }

  @Override
  public synchronized CompletionStage<List<Row>> descending(
      String prefix, @Nullable String before, int limit) {
    return CompletableFuture.completedFuture(
        entries.descendingMap().entrySet().stream()
            .filter(row -> row.getKey().startsWith(prefix))
            .filter(row -> before == null || row.getKey().compareTo(before) < 0)
            .limit(limit)
            .map(row -> new Row(row.getKey(), row.getValue().value()))
            .toList());
  }

  @Override
  public synchronized CompletionStage<Long> count(String prefix) {
    return CompletableFuture.completedFuture(
        entries.keySet().stream().filter(key -> key.startsWith(prefix)).count());
  }

  private boolean holds(Change change) {
    Entry entry = entries.get(change.key());
    if (change instanceof Change.Insert) {
      return entry == null;
    }
    return !(change instanceof Change.Replace replace)
        || (entry != null && entry.etag().equals(replace.etag()));
  }

  private void make(Change change) {
    if (change instanceof Change.Insert insert) {
      put(insert.key(), insert.value());
    } else if (change instanceof Change.Replace replace) {
      put(replace.key(), replace.value());
    } else {
      entries.remove(change.key());
    }
  }

  private void put(String key, byte[] value) {
    entries.put(key, new Entry(value.clone(), Long.toString(++lastEtag)));
  }
}
