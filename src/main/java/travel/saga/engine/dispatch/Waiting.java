package travel.saga.engine.dispatch;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;
import travel.saga.engine.history.Instance;
import travel.saga.engine.store.HistoryStore;

/** Looks instances up as they are stored, and waits for them to become what is wanted. */
final class Waiting {
  private final Loop loop;
  private final HistoryStore store;
  private final Runs runs;
  private final Waiters waiters;

  Waiting(Core core, HistoryStore store, Waiters waiters) {
    this.loop = core.loop();
    this.store = store;
    this.runs = core.runs();
    this.waiters = waiters;
  }

  /** The instance as stored, or none. */
  CompletableFuture<Optional<Instance>> find(String id) {
    LiveRun run = runs.inMemory(id);
    if (run != null) {
      return CompletableFuture.completedFuture(Optional.ofNullable(run.visible));
    }
    return store.find(id);
  }

  /**
   * Waits until the instance, which need not exist yet, is as wanted.
   *
   * @param answer whose cancellation ends the waiting
   */
  CompletableFuture<Instance> until(
      String id, Predicate<Instance> wanted, CompletableFuture<?> answer) {
    CompletableFuture<Instance> waiting = waiters.add(id, wanted);
    var looked =
        find(id)
            .whenCompleteAsync(
                (found, failure) -> {
                  if (failure != null) {
                    waiters.fail(id, waiting, failure);
                  } else {
                    found.filter(wanted).ifPresent(now -> waiters.serve(id, waiting, now));
                  }
                },
                loop);
    var given =
        answer.whenComplete(
            (done, failure) -> {
              if (answer.isCancelled()) {
                waiting.cancel(false);
              }
            });
    return waiting;
  }

  /** Ends one's waiting with this instance. */
  void serve(CompletableFuture<Instance> waiting, Instance instance) {
    waiters.serve(instance.identity().id(), waiting, instance);
  }

  /** The instance is stored: callers may see it, and those who waited for it do. */
  void show(LiveRun run, Instance stored) {
    run.visible = stored;
    waiters.stored(stored);
  }
}
