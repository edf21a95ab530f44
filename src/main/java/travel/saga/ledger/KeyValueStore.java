package travel.saga.ledger;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * A durable map with optimistic concurrency: the Dapr state API, seen from here, with no more than
 * what every state store behind it keeps to. Safe for many threads; never blocks.
 */
public interface KeyValueStore {
  /**
   * @param etag opaque; never the same for two versions of one key that was not deleted meanwhile
   */
  record Entry(byte[] value, String etag) {}

  /**
   * One change of a {@link #write}; each states the version it builds on. It is atomic: condition
   * and change are one step, and of many changes that build on one version one is made.
   */
  sealed interface Change {
    String key();

    /** Only if the key is absent. */
    record Insert(String key, byte[] value) implements Change {}

    /** Only if the key still has this etag. */
    record Replace(String key, byte[] value, String etag) implements Change {}

    /**
     * Whether it is there or not. A store without transactions, as Redis behind a sidecar, may give
     * an etag again after it, and take a {@link Replace} of the key that has gone: there, what is
     * replaced is never deleted.
     */
    record Delete(String key) implements Change {}
  }

  CompletionStage<Optional<Entry>> get(String key);

  /**
   * The entries of those keys that are there, in few calls. Unlike {@link #get} it may show a
   * version that has just been replaced; a key that was there before the call is never left out.
   */
  CompletionStage<Map<String, Entry>> getAll(List<String> keys);

  /**
   * Makes the changes in order, and stops at the first whose condition does not hold: neither that
   * one nor any behind it is made.
   *
   * <p>Whether the changes before it then stay depends on the store. One with transactions, as the
   * embedded engine's, undoes them: it makes all or none. Another, as a sidecar's, keeps them, and
   * others see and change rows between any two. So a caller has to cope with every prefix of its
   * changes, and puts first what may stand without the rest.
   *
   * <p>A stage that completes exceptionally leaves the effect unknown: any prefix of the changes
   * has been made, or the next one is made yet, behind the caller's back.
   *
   * @param changes one at least; no two of one key
   * @return true when all are made; false when a condition did not hold
   */
  CompletionStage<Boolean> write(List<Change> changes);
}
