package travel.saga.engine.dispatch;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import travel.saga.engine.history.RunHistory;
import travel.saga.engine.store.Change;
import travel.saga.engine.store.HistoryStore;
import travel.saga.engine.store.StoredRun;

/**
 * The instances in memory: loads them when asked for, writes their changes, forgets those that
 * nobody uses. A run whose transaction failed is thrown away and read again once nothing of it is
 * on its way to the store any more.
 */
final class Runs {
  private static final Logger LOG = System.getLogger(Runs.class.getName());
  private static final long RELOAD_AFTER_MILLIS = 1_000;
  private static final long LONGEST_PAUSE_MILLIS = 30_000;
  private static final long BYTES_PER_EVENT = 200;

  private final Loop loop;
  private final HistoryStore store;
  private final long cachedBytes;
  private final Map<String, LiveRun> byId = new HashMap<>();
  private final Map<String, Loading> loading = new HashMap<>();
  private final Map<String, Long> unused = new LinkedHashMap<>(); // id to size, oldest first
  private long unusedBytes;
  private long lastRow;
  private long lastSequence;
  private long purgedUntilMillis;
  private long failingSince; // the first failure since the last commit; 0 if there was none
  private Consumer<LiveRun> resume = run -> {};

  Runs(Loop loop, HistoryStore store, long cachedBytes) {
    this.loop = loop;
    this.store = store;
    this.cachedBytes = cachedBytes;
    this.lastRow = store.backlog().lastRow();
    this.lastSequence = store.backlog().lastSequence();
    this.purgedUntilMillis = store.purgedUntilMillis();
  }

  /**
   * @param step takes up the work of a run that has just been loaded
   */
  void onLoad(Consumer<LiveRun> step) {
    this.resume = step;
  }

  /** The run under this id, or none; at once if it is in memory. Completes on the loop's thread. */
  CompletableFuture<Optional<LiveRun>> with(String id) {
    LiveRun run = byId.get(id);
    if (run != null) {
      return CompletableFuture.completedFuture(Optional.of(run));
    }
    CompletableFuture<Optional<LiveRun>> future = new CompletableFuture<>();
    Loading load = loading.get(id);
    if (load == null) {
      load = new Loading(false);
      loading.put(id, load);
      load(id);
    } // else it begins when nothing of the run is on its way to the store any more
    load.waiting.add(future);
    return future;
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
    loading.computeIfAbsent(id, key -> new Loading(true));
    load(id);
  }

  /** The run if it is in memory, else null. */
  @Nullable LiveRun inMemory(String id) {
    return byId.get(id);
  }

  void add(LiveRun run) {
    byId.put(run.id, run);
  }

  int size() {
    return byId.size();
  }

  long nextRow() {
    return ++lastRow;
  }

  long nextSequence() {
    return ++lastSequence;
  }

  /** No turn of a new id may be as early as this. */
  long purgedUntilMillis() {
    return purgedUntilMillis;
  }

  /** Whether the id is being read or is to be, so that what there is of it is not known. */
  boolean isAwaited(String id) {
    return loading.containsKey(id);
  }

  /** Stores the changes, which memory shows already. */
  CompletableFuture<Void> commit(LiveRun run, List<Change> changes) {
    return commit(Set.of(run), changes);
  }

  /** As {@link #commit(LiveRun, List)}, of several runs: if it fails, all are read again. */
  CompletableFuture<Void> commit(Set<LiveRun> together, List<Change> changes) {
    for (LiveRun run : together) {
      run.uncommitted++;
      release(run.id);
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
      failingSince = 0;
    } else if (failingSince == 0) {
      failingSince = loop.nowMillis();
    }
    if (failure != null && !run.lost) {
      LOG.log(Level.WARNING, "Workflow ''{0}'' is read again: {1}", run.id, failure.getMessage());
      fence(run);
    }
    if (!run.lost) {
      settle(run);
    } else if (run.uncommitted == 0) {
      loadLater(run.id);
    }
  }

  /** Completes when what memory shows of the id, which may be that it is gone, is stored. */
  CompletableFuture<Void> stored(String id) {
    LiveRun run = byId.get(id);
    if (run != null) {
      return run.lastCommit;
    }
    return loading.containsKey(id)
        ? with(id).thenAccept(found -> {})
        : CompletableFuture.completedFuture(null);
  }

  /** Removes the run and all that is stored of it. */
  CompletableFuture<Void> purge(LiveRun run) {
    purgedUntilMillis = Math.max(purgedUntilMillis, run.lastTurnMillis);
    fence(run);
    run.uncommitted++;
    return store
        .commit(List.of(new Change.Purge(run.row())))
        .whenComplete(
            (done, failure) -> {
              run.uncommitted--;
              load(run.id);
            });
  }

  /** From here on, whoever asks for the id waits until it has been loaded anew. */
  private void fence(LiveRun run) {
    run.lost = true;
    byId.remove(run.id, run);
    release(run.id);
    loading.computeIfAbsent(run.id, key -> new Loading(true));
  }

  /** What a run has open is done again after this, so the pauses grow while nothing is stored. */
  private void loadLater(String id) {
    long now = loop.nowMillis();
    long failing = failingSince == 0 ? 0 : now - failingSince;
    long pause = Math.max(RELOAD_AFTER_MILLIS, Math.min(failing, LONGEST_PAUSE_MILLIS));
    loop.at(now + pause, () -> load(id));
  }

  private void load(String id) {
    Loading load = loading.get(id);
    if (load != null && !load.started) {
      load.started = true;
      store
          .load(id)
          .whenComplete((stored, failure) -> loop.execute(() -> loaded(id, stored, failure)));
    }
  }

  private void loaded(
      String id, @Nullable Optional<StoredRun> stored, @Nullable Throwable failure) {
    Loading load = loading.remove(id);
    if (load == null) {
      return;
    }
    if (failure != null && load.needed) {
      loading.put(id, new Loading(true));
      loadLater(id);
    }
    LiveRun run = stored == null ? null : stored.map(Runs::restore).orElse(null);
    if (run == null) {
      answer(id, load, failure);
      return;
    }
    byId.put(id, run);
    pin(run); // who is answered first may be done with it before the next is answered
    try {
      resume.accept(run);
    } finally {
      answer(id, load, failure);
      unpin(run);
    }
  }

  private void answer(String id, Loading load, @Nullable Throwable failure) {
    for (CompletableFuture<Optional<LiveRun>> future : load.waiting) {
      LiveRun run = byId.get(id);
      Loading again = loading.get(id);
      if (failure != null) {
        future.completeExceptionally(failure);
      } else if (run == null && again != null) { // an earlier one of these has purged it
        again.waiting.add(future);
      } else {
        future.complete(Optional.ofNullable(run));
      }
    }
  }

  private static LiveRun restore(StoredRun stored) {
    LiveRun run = new LiveRun(RunHistory.restore(stored.instance(), stored.history()));
    run.visible = stored.instance();
    stored.inbox().forEach(run::receive);
    for (int task : stored.openTasks()) {
      var scheduled = run.history.action(task);
      if (scheduled != null) {
        run.tasks.put(task, new LiveRun.OpenTask(run, scheduled));
      }
    }
    return run;
  }

  /** Keeps the run in memory until it is unpinned as often. */
  void pin(LiveRun run) {
    run.pins++;
    release(run.id);
  }

  void unpin(LiveRun run) {
    run.pins--;
    if (byId.get(run.id) == run) {
      settle(run);
    }
  }

  /** Marks the run as one to forget when memory is short, if nobody uses it. */
  private void settle(LiveRun run) {
    release(run.id);
    if (!run.isUnused()) {
      return;
    }
    var extent = run.history.instance().extent();
    long size = extent.bytes() + BYTES_PER_EVENT * (extent.length() + 2L);
    unused.put(run.id, size);
    unusedBytes += size;
    var oldest = unused.entrySet().iterator();
    while (unusedBytes > cachedBytes && oldest.hasNext()) {
      var entry = oldest.next();
      byId.remove(entry.getKey());
      unusedBytes -= entry.getValue();
      oldest.remove();
    }
  }

  private void release(String id) {
    Long size = unused.remove(id);
    if (size != null) {
      unusedBytes -= size;
    }
  }

  /** A run that is being read, or will be, and those who wait for it. */
  private static final class Loading {
    final List<CompletableFuture<Optional<LiveRun>>> waiting = new ArrayList<>();
    final boolean needed;
    boolean started;

    /**
     * @param needed whether it has work to do, so that reading it is tried until it is done
     */
    Loading(boolean needed) {
      this.needed = needed;
    }
  }
}
