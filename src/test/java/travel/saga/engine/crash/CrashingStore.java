package travel.saga.engine.crash;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import travel.saga.engine.history.Instance;
import travel.saga.engine.store.Backlog;
import travel.saga.engine.store.Change;
import travel.saga.engine.store.HistoryStore;
import travel.saga.engine.store.PreconditionFailedException;
import travel.saga.engine.store.StoreException;
import travel.saga.engine.store.StoredRun;

/**
 * A store that does nothing by itself: the test says when how many of the waiting transactions are
 * written, when a read is answered, and when the process dies, after which nothing reaches the
 * store and nothing is answered.
 */
final class CrashingStore implements HistoryStore {
  private final HistoryStore store;
  private final CommitLog log;
  private final Executor loop;
  private final Faults faults;
  private final List<Write> writes = new ArrayList<>();
  private final List<Read<?>> reads = new ArrayList<>();
  private boolean dead;

  /**
   * @param loop runs the completions of what was written together as one task
   */
  CrashingStore(HistoryStore store, CommitLog log, Executor loop, Faults faults) {
    this.store = store;
    this.log = log;
    this.loop = loop;
    this.faults = faults;
  }

  int waitingWrites() {
    return writes.size();
  }

  int waitingReads() {
    return reads.size();
  }

  /** The first of the waiting transactions. */
  Transaction nextWrite() {
    return Transaction.of(writes.get(0).changes);
  }

  /** Writes the first of the waiting transactions together; tells the kind of the last. */
  Transaction write(int count) {
    List<Write> batch = List.copyOf(writes.subList(0, count));
    writes.subList(0, count).clear();
    boolean[] failing = faults.failing(count);
    List<CompletableFuture<Void>> stored = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      List<Change> changes = batch.get(i).changes;
      stored.add(
          failing[i]
              ? CompletableFuture.failedFuture(faults.commit(changes))
              : store.commit(changes));
    }
    List<@Nullable Throwable> failures = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      failures.add(outcome(batch.get(i).changes, stored.get(i), failing[i]));
    }
    loop.execute(
        () -> {
          for (int i = 0; i < count; i++) {
            batch.get(i).answer(failures.get(i));
          }
        });
    return Transaction.of(batch.get(count - 1).changes);
  }

  /**
   * Why the transaction failed; null if it did not. What fails without being meant to is no outage:
   * the engine would go on trying, and nobody would ever learn of it.
   */
  private @Nullable Throwable outcome(
      List<Change> changes, CompletableFuture<Void> stored, boolean meant) {
    try {
      stored.join();
      log.committed(changes);
      return null;
    } catch (CompletionException e) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      boolean missed = cause instanceof PreconditionFailedException && log.mayMiss(changes);
      if (!meant && !missed) {
        throw new Divergence("A transaction failed: " + changes, cause);
      }
      log.failed(changes);
      return cause;
    }
  }

  /** Reads what one of the waiting readers asks for, as it is stored now. */
  void read(int index) {
    Read<?> read = reads.remove(index);
    if (faults.readFails()) {
      read.future.completeExceptionally(new StoreException("The disk cannot be read."));
    } else {
      read.answer();
    }
  }

  void die() {
    dead = true;
    writes.clear();
    reads.clear();
  }

  @Override
  public CompletableFuture<Void> commit(List<Change> changes) {
    CompletableFuture<@Nullable Void> answer = new CompletableFuture<>();
    if (!dead) {
      writes.add(new Write(changes, answer));
    }
    return answer;
  }

  @Override
  public CompletableFuture<Optional<StoredRun>> load(String instanceId) {
    return later(
        () -> {
          log.readAgain(instanceId);
          return store.load(instanceId).join();
        });
  }

  @Override
  public CompletableFuture<Optional<Instance>> find(String instanceId) {
    return later(() -> store.find(instanceId).join());
  }

  @Override
  public CompletableFuture<List<Listed>> list(long after, int limit) {
    return later(() -> store.list(after, limit).join());
  }

  @Override
  public CompletableFuture<List<String>> children(long row) {
    return later(() -> store.children(row).join());
  }

  @Override
  public CompletableFuture<List<Expiring>> expiring(int limit) {
    return later(() -> store.expiring(limit).join());
  }

  private <T> CompletableFuture<T> later(java.util.function.Supplier<T> query) {
    CompletableFuture<T> answer = new CompletableFuture<>();
    if (!dead) {
      reads.add(new Read<>(query, answer));
    }
    return answer;
  }

  @Override
  public Backlog backlog() {
    return store.backlog();
  }

  @Override
  public long purgedUntilMillis() {
    return store.purgedUntilMillis();
  }

  @Override
  public boolean isSaturated() {
    return false;
  }

  private record Write(List<Change> changes, CompletableFuture<@Nullable Void> answer) {
    void answer(@Nullable Throwable failure) {
      if (failure == null) {
        answer.complete(null);
      } else {
        answer.completeExceptionally(failure);
      }
    }
  }

  private record Read<T>(java.util.function.Supplier<T> query, CompletableFuture<T> future) {
    void answer() {
      future.complete(query.get());
    }
  }
}
