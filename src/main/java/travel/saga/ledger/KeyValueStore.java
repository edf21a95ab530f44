package travel.saga.ledger;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * A durable map with optimistic concurrency: the Dapr state API, seen from here. A stage that
 * completes exceptionally leaves it unknown whether the write has happened. Safe for many threads;
 * never blocks.
 */
public interface KeyValueStore {
  /**
   * @param etag opaque; never the same for two versions of one key
   */
  record Entry(byte[] value, String etag) {}

  /** One change of a {@link #write}; each states the version it builds on. */
  sealed interface Change {
    String key();

    /** Only if the key is absent. */
    record Insert(String key, byte[] value) implements Change {}

    /** Only if the key still has this etag. */
    record Replace(String key, byte[] value, String etag) implements Change {}

    /** Whether it is there or not. */
    record Delete(String key) implements Change {}
  }

  CompletionStage<Optional<Entry>> get(String key);

  /**
   * Makes all changes, or none.
   *
   * @return false when a condition did not hold; nothing has been written then
   */
  CompletionStage<Boolean> write(List<Change> changes);

  /** Keys that begin with {@code prefix}, in order, behind {@code after} where given. */
  CompletionStage<List<String>> keys(String prefix, @Nullable String after, int limit);

  /** How many keys begin with {@code prefix}. */
  CompletionStage<Long> count(String prefix);
}
