package travel.saga.engine.store;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Keeps values under keys, for any number of named stores. A version grows with every write of any
 * key and is never used again, not even after a key was deleted. All methods may be called by any
 * thread and return at once; a future ends with {@link StoreException} when the storage fails.
 */
public interface StateStore {

  /** What a write expects to find; if it does not, the write does not happen. */
  sealed interface Expect {
    /** Anything. */
    record Any() implements Expect {}

    /** No value. */
    record Absent() implements Expect {}

    /** A value of exactly this version. */
    record Version(String etag) implements Expect {}
  }

  /** A write of one key. */
  sealed interface Write {
    String key();

    Expect expect();

    record Put(String key, byte[] value, Expect expect) implements Write {}

    record Delete(String key, Expect expect) implements Write {
      public Delete {
        if (expect instanceof Expect.Absent) {
          throw new IllegalArgumentException("There is nothing to delete where nothing is.");
        }
      }
    }
  }

  record Value(String key, byte[] bytes, String etag) {}

  /**
   * Does all writes, in their order, or none; a later write sees the earlier ones. The future has
   * the key of the first write whose expectation was not met, and then nothing was written; else it
   * is empty, once everything is durable and every later read sees it.
   */
  CompletableFuture<Optional<String>> write(String store, List<Write> writes);

  /** The values of those keys that have one, in the order asked for. */
  CompletableFuture<List<Value>> read(String store, List<String> keys);

  /** Keys with the prefix in the order of their UTF-8 bytes, beginning behind {@code after}. */
  List<String> keys(String store, String prefix, @Nullable String after, int limit);

  /**
   * Values whose keys have the prefix, the last key first.
   *
   * @param before has the prefix too; the values stand before it. Null: from the last one on
   */
  List<Value> descending(String store, String prefix, @Nullable String before, int limit);

  /** How many keys have the prefix. */
  long count(String store, String prefix);
}
