package travel.saga.engine.dispatch;

import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import travel.saga.engine.history.Instance;
import travel.saga.engine.store.Backlog;
import travel.saga.engine.store.Change;
import travel.saga.engine.store.HistoryStore;
import travel.saga.engine.store.StoreException;
import travel.saga.engine.store.StoredRun;

/** A store whose commits can be held back, so that the test says which succeeds and when. */
final class GatedStore implements HistoryStore {
  private final HistoryStore store;
  private final Loop loop;
  private final Queue<Held> held = new ArrayDeque<>();
  final AtomicInteger failingLoads = new AtomicInteger();
  final AtomicInteger failingFinds = new AtomicInteger();
  final AtomicInteger failingSweeps = new AtomicInteger();
  boolean saturated;
  private boolean holding;

  GatedStore(HistoryStore store, Loop loop) {
    this.store = store;
    this.loop = loop;
  }

  void hold() {
    holding = true;
  }

  /** Lets through what comes from here on; what is held stays so. */
  void open() {
    holding = false;
  }

  /** The oldest of what is held back. */
  Held held() {
    return held.remove();
  }

  boolean holdsNone() {
    return held.isEmpty();
  }

  @Override
  public CompletableFuture<Void> commit(List<Change> changes) {
    if (!holding) {
      return store.commit(changes);
    }
    Held commit = new Held(changes, new CompletableFuture<>());
    held.add(commit);
    return commit.future;
  }

  @Override
  public CompletableFuture<Optional<StoredRun>> load(String instanceId) {
    return read(failingLoads, () -> store.load(instanceId));
  }

  private static <T> CompletableFuture<T> read(
      AtomicInteger failing, Supplier<CompletableFuture<T>> read) {
    return failing.getAndUpdate(left -> Math.max(0, left - 1)) > 0
        ? CompletableFuture.failedFuture(new StoreException("The disk cannot be read."))
        : read.get();
  }

  @Override
  public Backlog backlog() {
    return store.backlog();
  }

  @Override
  public CompletableFuture<Optional<Instance>> find(String instanceId) {
    return read(failingFinds, () -> store.find(instanceId));
  }

  @Override
  public CompletableFuture<List<Listed>> list(long after, int limit) {
    return store.list(after, limit);
  }

  @Override
  public CompletableFuture<List<String>> children(long row) {
    return store.children(row);
  }

  @Override
  public CompletableFuture<List<Expiring>> expiring(int limit) {
    return read(failingSweeps, () -> store.expiring(limit));
  }

  @Override
  public long purgedUntilMillis() {
    return store.purgedUntilMillis();
  }

  @Override
  public boolean isSaturated() {
    return saturated || store.isSaturated();
  }

  /** A commit that waits. */
  final class Held {
    private final List<Change> changes;
    private final CompletableFuture<Void> future;

    Held(List<Change> changes, CompletableFuture<Void> future) {
      this.changes = changes;
      this.future = future;
    }

    List<Change> changes() {
      return changes;
    }

    void store() {
      var unused =
          store
              .commit(changes)
              .whenCompleteAsync(
                  (done, failure) -> {
                    if (failure == null) {
                      future.complete(done);
                    } else {
                      future.completeExceptionally(failure);
                    }
                  },
                  loop);
    }

    void fail() {
      loop.execute(() -> future.completeExceptionally(new StoreException("The disk is full.")));
    }
  }
}
