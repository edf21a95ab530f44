package travel.saga.ledger;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * A store to which things happen: each write takes the next of its mishaps, and is quite normal
 * when there is none. Behind an {@link InOrderKeyValueStore} each single change does. Counts calls.
 * For one thread.
 */
public final class ScriptedKeyValueStore implements KeyValueStore {
  /** What becomes of one write. */
  @FunctionalInterface
  public interface Mishap {
    CompletionStage<Boolean> write(KeyValueStore store, List<Change> changes);
  }

  /** Nothing. */
  public static final Mishap NONE = KeyValueStore::write;

  /** The process dies, or the connection does, before the write. */
  public static final Mishap LOST_BEFORE = (store, changes) -> lost();

  /** The write happens; its answer is lost. */
  public static final Mishap LOST_AFTER =
      (store, changes) -> store.write(changes).thenCompose(written -> lost());

  /** Somebody else is quicker. */
  public static Mishap after(Runnable others) {
    return (store, changes) -> {
      others.run();
      return store.write(changes);
    };
  }

  /** The answer that never came. */
  public static final class LostException extends RuntimeException {
    private static final long serialVersionUID = 1;
  }

  private final KeyValueStore store;
  private final Deque<Mishap> mishaps = new ArrayDeque<>();
  private int calls;
  private int writes;

  public ScriptedKeyValueStore(KeyValueStore store) {
    this.store = store;
  }

  public void next(Mishap mishap) {
    mishaps.add(mishap);
  }

  public boolean expectsMishap() {
    return !mishaps.isEmpty();
  }

  public int calls() {
    return calls;
  }

  public int writes() {
    return writes;
  }

  @Override
  public CompletionStage<Boolean> write(List<Change> changes) {
    calls++;
    writes++;
    Mishap mishap = mishaps.poll();
    return mishap == null ? store.write(changes) : mishap.write(store, changes);
  }

  @Override
  public CompletionStage<Map<String, Entry>> getAll(List<String> keys) {
    calls++;
    return store.getAll(keys);
  }

  @Override
  public CompletionStage<Optional<Entry>> get(String key) {
    calls++;
    return store.get(key);
  }

  private static CompletionStage<Boolean> lost() {
    return CompletableFuture.failedFuture(new LostException());
  }
}
