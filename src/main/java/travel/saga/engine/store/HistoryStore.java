package travel.saga.engine.store;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import travel.saga.engine.history.Instance;

/**
 * Keeps workflow instances. All methods may be called by any thread and return at once;
 * transactions take effect in the order of the calls. A future ends with {@link StoreException}
 * when the storage fails, is full or is closed, and never with another exception.
 */
public interface HistoryStore {

  /** What the store held when it was opened; the same answer at every call. */
  Backlog backlog();

  /**
   * Does all changes, in their order, or none of them. The future completes once they are durable.
   * It ends with {@link PreconditionFailedException} when a change did not find what it expects;
   * the transactions committed beside it are not affected. When the commit itself fails, so do all
   * that took part in it.
   */
  CompletableFuture<Void> commit(List<Change> changes);

  /** The run under this id as last committed; empty if there is none. */
  CompletableFuture<Optional<StoredRun>> load(String instanceId);

  /** The instance's row alone as last committed; empty if there is none. */
  CompletableFuture<Optional<Instance>> find(String instanceId);

  /**
   * Ids in the order of their creation.
   *
   * @param after the last row number of the page before; 0 for the first page
   */
  CompletableFuture<List<Listed>> list(long after, int limit);

  /** The ids of all children that the present run in this row has begun, ended or not. */
  CompletableFuture<List<String>> children(long row);

  /** Of the instances that are to be purged, those whose time comes first, in that order. */
  CompletableFuture<List<Expiring>> expiring(int limit);

  /**
   * The latest time of a turn of any purged instance, in epoch milliseconds, as of opening; a new
   * instance under a purged id begins later.
   */
  long purgedUntilMillis();

  /** Whether so much waits to be written that callers should be turned away. */
  boolean isSaturated();

  /**
   * An ended run that is not kept for ever.
   *
   * @param lastTurnMillis the time of its newest turn
   * @param at when it is to be purged
   */
  record Expiring(String instanceId, long row, int generation, long lastTurnMillis, Instant at) {}

  record Listed(long row, String instanceId) {}
}
