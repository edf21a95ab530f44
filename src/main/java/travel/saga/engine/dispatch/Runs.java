package travel.saga.engine.dispatch;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import travel.saga.engine.store.Change;
import travel.saga.engine.store.HistoryStore;
import travel.saga.engine.store.HistoryStore.Expiring;
import travel.saga.engine.store.PreconditionFailedException;

/**
 * The instances as memory shows them, ahead of the store: finds them, and writes their changes. A
 * run whose transaction failed is thrown away and read again once nothing of it is on its way to
 * the store any more.
 */
final class Runs {
  private static final Logger LOG = System.getLogger(Runs.class.getName());

  private final Loop loop;
  private final HistoryStore store;
  private final RunMemory memory;
  private final Outage outage;
  private final RunReader reader;
  private final Numbering numbering;

  Runs(Loop loop, HistoryStore store, long cachedBytes) {
    this.loop = loop;
    this.store = store;
    this.memory = new RunMemory(cachedBytes);
    this.outage = new Outage(loop);
    this.reader = new RunReader(loop, store, memory, outage);
    this.numbering = new Numbering(store);
  }

  /**
   * @param step takes up the work of a run that has just been loaded
   */
  void onLoad(Consumer<LiveRun> step) {
    reader.onLoad(step);
  }

  /** The run under this id, or none; at once if it is in memory. Completes on the loop's thread. */
  CompletableFuture<Optional<LiveRun>> with(String id) {
    LiveRun run = memory.get(id);
    return run == null ? reader.read(id) : CompletableFuture.completedFuture(Optional.of(run));
  }

  /**
   * As {@link #with}, but an end that is on its way to the store is waited for: it may yet fail.
   */
  CompletableFuture<Optional<LiveRun>> settled(String id) {
    return settled(id, run -> !run.isTerminal() || run.uncommitted == 0);
  }

  /** As {@link #with}, once what is on its way to the store leaves the run as it is to be. */
  CompletableFuture<Optional<LiveRun>> settled(String id, Predicate<LiveRun> asItIsToBe) {
    return with(id)
        .thenCompose(
            found -> {
              LiveRun run = found.orElse(null);
              return run == null || asItIsToBe.test(run)
                  ? CompletableFuture.completedFuture(found)
                  : run.lastCommit
                      .handleAsync((done, failure) -> id, loop)
                      .thenCompose(again -> settled(again, asItIsToBe));
            });
  }

  /** As {@link #settled}, or NO_SUCH_INSTANCE. */
  CompletableFuture<LiveRun> existing(String id) {
    return settled(id)
        .thenApply(found -> found.orElseThrow(() -> EngineException.noSuchInstance(id)));
  }

  /** Takes up the work of a run that was stored earlier, however long the store takes to answer. */
  void recover(String id) {
    reader.await(id);
    reader.begin(id);
  }

  /** The run if it is in memory, else null. */
  @Nullable LiveRun inMemory(String id) {
    return memory.get(id);
  }

  /** Whether the id is being read or is to be, so that what there is of it is not known. */
  boolean isAwaited(String id) {
    return reader.isAwaited(id);
  }

  void add(LiveRun run) {
    memory.add(run);
  }

  int size() {
    return memory.size();
  }

  /** Keeps the run in memory until it is unpinned as often. */
  void pin(LiveRun run) {
    memory.pin(run);
  }

  void unpin(LiveRun run) {
    memory.unpin(run);
  }

  Numbering numbering() {
    return numbering;
  }

  /** Stores the changes, which memory shows already. */
  CompletableFuture<Void> commit(LiveRun run, List<Change> changes) {
    return commit(Set.of(run), changes);
  }

  /** As {@link #commit(LiveRun, List)}, of several runs: if it fails, all are read again. */
  CompletableFuture<Void> commit(Set<LiveRun> together, List<Change> changes) {
    for (LiveRun run : together) {
      run.uncommitted++;
      memory.release(run.id);
    }
    CompletableFuture<Void> commit =
        store
            .commit(changes)
            .whenComplete((done, failure) -> together.forEach(run -> committed(run, failure)));
    together.forEach(run -> run.lastCommit = commit);
    return commit;
  }

  private void committed(LiveRun run, @Nullable Throwable failure) {
    run.uncommitted--;
    if (failure == null) {
      outage.committed();
    } else {
      outage.failed();
    }
    if (failure != null && !run.lost) {
      LOG.log(Level.WARNING, "Workflow ''{0}'' is read again: {1}", run.id, failure.getMessage());
      fence(run);
    }
    if (!run.lost) {
      memory.settle(run);
    } else if (run.uncommitted == 0) {
      reader.beginLater(run.id);
    }
  }

  /** Completes when what memory shows of the id, which may be that it is gone, is stored. */
  CompletableFuture<Void> stored(String id) {
    LiveRun run = memory.get(id);
    if (run != null) {
      return run.lastCommit;
    }
    return reader.isAwaited(id)
        ? reader.read(id).thenAccept(found -> {})
        : CompletableFuture.completedFuture(null);
  }

  /** Removes the run and all that is stored of it. */
  CompletableFuture<Void> purge(LiveRun run) {
    numbering.purged(run.lastTurnMillis);
    fence(run);
    run.uncommitted++;
    return store
        .commit(List.of(new Change.Purge(run.row(), run.generation())))
        .whenComplete(
            (done, failure) -> {
              run.uncommitted--;
              reader.begin(run.id);
            });
  }

  /**
   * Removes an ended run, which is not read for it, unless another has begun in its place.
   *
   * @return whether it was removed
   */
  CompletableFuture<Boolean> purge(Expiring ended) {
    String id = ended.instanceId();
    if (memory.get(id) != null || reader.isAwaited(id)) {
      // What it has become is waited for too, or it would be found again at once.
      return settled(id, LiveRun::isSettled)
          .thenCompose(
              found ->
                  found
                      .filter(run -> run.isTerminal() && run.generation() == ended.generation())
                      .map(run -> purge(run).thenApply(done -> true))
                      .orElseGet(() -> CompletableFuture.completedFuture(false)));
    }
    numbering.purged(ended.lastTurnMillis());
    reader.await(id);
    return store
        .commit(List.of(new Change.Purge(ended.row(), ended.generation())))
        .handle(
            (done, failure) -> {
              reader.beginIfWanted(id);
              if (failure != null && !(failure instanceof PreconditionFailedException)) {
                throw new CompletionException(failure);
              }
              return failure == null;
            });
  }

  /** From here on, whoever asks for the id waits until it has been read anew. */
  private void fence(LiveRun run) {
    run.lost = true;
    memory.remove(run);
    reader.await(run.id);
  }
}
