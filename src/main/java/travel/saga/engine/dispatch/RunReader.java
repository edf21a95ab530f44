package travel.saga.engine.dispatch;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import travel.saga.engine.history.RunHistory;
import travel.saga.engine.store.HistoryStore;
import travel.saga.engine.store.StoredRun;

/** Brings runs from the store into memory, each once for all who ask for it meanwhile. */
final class RunReader {
  private final Loop loop;
  private final HistoryStore store;
  private final RunMemory memory;
  private final Outage outage;
  private final Map<String, Loading> loading = new HashMap<>();
  private Consumer<LiveRun> resume = run -> {};

  RunReader(Loop loop, HistoryStore store, RunMemory memory, Outage outage) {
    this.loop = loop;
    this.store = store;
    this.memory = memory;
    this.outage = outage;
  }

  /**
   * @param step takes up the work of a run that has just been loaded
   */
  void onLoad(Consumer<LiveRun> step) {
    this.resume = step;
  }

  /** The run under this id, which is not in memory. Completes on the loop's thread. */
  CompletableFuture<Optional<LiveRun>> read(String id) {
    CompletableFuture<Optional<LiveRun>> future = new CompletableFuture<>();
    Loading load = loading.get(id);
    if (load == null) {
      load = new Loading(false);
      loading.put(id, load);
      begin(id);
    } // else it begins when nothing of the run is on its way to the store any more
    load.waiting.add(future);
    return future;
  }

  /** Whether the id is being read or is to be, so that what there is of it is not known. */
  boolean isAwaited(String id) {
    return loading.containsKey(id);
  }

  /** From here on, whoever asks for the id waits until it has been read anew. */
  void await(String id) {
    loading.computeIfAbsent(id, key -> new Loading(true));
  }

  /** Reads what is awaited, unless that is under way. */
  void begin(String id) {
    Loading load = loading.get(id);
    if (load != null && !load.started) {
      load.started = true;
      store
          .load(id)
          .whenComplete((stored, failure) -> loop.execute(() -> loaded(id, stored, failure)));
    }
  }

  /** Reads what is awaited, if somebody waits for it. */
  void beginIfWanted(String id) {
    Loading load = loading.get(id);
    if (load != null && load.waiting.isEmpty()) {
      loading.remove(id);
    } else {
      begin(id);
    }
  }

  /** As {@link #begin}, after a pause, unless it has been read by then. */
  void beginLater(String id) {
    Loading load = loading.get(id);
    loop.after(
        outage.pauseMillis(),
        () -> {
          if (loading.get(id) == load) { // what came after it begins in its own time
            begin(id);
          }
        });
  }

  private void loaded(
      String id, @Nullable Optional<StoredRun> stored, @Nullable Throwable failure) {
    Loading load = loading.remove(id);
    if (load == null) {
      return;
    }
    if (failure != null && load.needed) {
      await(id);
      beginLater(id);
    }
    LiveRun run = stored == null ? null : stored.map(RunReader::restore).orElse(null);
    if (run == null) {
      answer(id, load, failure);
      return;
    }
    memory.add(run);
    memory.pin(run); // who is answered first may be done with it before the next is answered
    try {
      resume.accept(run);
    } finally {
      answer(id, load, failure);
      memory.unpin(run);
    }
  }

  private void answer(String id, Loading load, @Nullable Throwable failure) {
    for (CompletableFuture<Optional<LiveRun>> future : load.waiting) {
      LiveRun run = memory.get(id);
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
    run.earlierChildren.addAll(stored.activeChildren());
    for (int task : stored.openTasks()) {
      var scheduled = run.history.action(task);
      if (scheduled != null) {
        run.tasks.put(task, new LiveRun.OpenTask(run, scheduled));
      }
    }
    return run;
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
