package travel.saga.engine.store.memory;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import travel.saga.engine.history.Instance;
import travel.saga.engine.store.Backlog;
import travel.saga.engine.store.Change;
import travel.saga.engine.store.HistoryStore;
import travel.saga.engine.store.StoreException;
import travel.saga.engine.store.StoredRun;

/** Tables that have been opened. Every future has ended when it is returned. */
public final class MemoryHistoryStore implements HistoryStore {
  private final MemoryTables tables;
  private final Backlog backlog;
  private final long purgedUntilMillis;

  public MemoryHistoryStore(MemoryTables tables) {
    this.tables = tables;
    tables.open();
    this.backlog = tables.backlog();
    this.purgedUntilMillis = tables.purgedUntilMillis();
  }

  @Override
  public synchronized CompletableFuture<Void> commit(List<Change> changes) {
    try {
      tables.apply(changes);
      return CompletableFuture.completedFuture(null);
    } catch (StoreException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  @Override
  public synchronized CompletableFuture<Optional<StoredRun>> load(String instanceId) {
    return CompletableFuture.completedFuture(tables.load(instanceId));
  }

  @Override
  public CompletableFuture<Optional<Instance>> find(String instanceId) {
    return load(instanceId).thenApply(run -> run.map(StoredRun::instance));
  }

  @Override
  public synchronized CompletableFuture<List<Listed>> list(long after, int limit) {
    return CompletableFuture.completedFuture(tables.list(after, limit));
  }

  @Override
  public synchronized CompletableFuture<List<String>> children(long row) {
    return CompletableFuture.completedFuture(tables.children(row));
  }

  @Override
  public synchronized CompletableFuture<List<Expiring>> expiring(int limit) {
    return CompletableFuture.completedFuture(List.copyOf(tables.expiring(limit)));
  }

  @Override
  public Backlog backlog() {
    return backlog;
  }

  @Override
  public long purgedUntilMillis() {
    return purgedUntilMillis;
  }

  @Override
  public boolean isSaturated() {
    return false;
  }
}
