package travel.saga.engine.dispatch;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/** Brings all runs that one transaction is about into memory, and keeps them there meanwhile. */
final class Gathering {
  private final Runs runs;

  Gathering(Runs runs) {
    this.runs = runs;
  }

  /**
   * Runs the step, at once if it can be: what of these ids is not in memory then does not exist,
   * and what has ended or begun anew has been stored so. Ends with a failure when the store cannot
   * be read; then the step was not run.
   */
  <T> CompletableFuture<T> with(Collection<String> ids, Supplier<CompletableFuture<T>> step) {
    if (ids.isEmpty()) {
      return step.get();
    }
    List<LiveRun> pinned = new ArrayList<>(ids.size());
    CompletableFuture<?>[] all =
        ids.stream()
            .map(
                id ->
                    runs.settled(id, LiveRun::isSettled)
                        .thenAccept(found -> found.ifPresent(run -> pin(run, pinned))))
            .toArray(CompletableFuture<?>[]::new);
    return CompletableFuture.allOf(all)
        .handle(
            (done, failure) -> {
              try {
                if (failure != null) {
                  return CompletableFuture.<T>failedFuture(failure);
                }
                return ids.stream().allMatch(this::isSettled) ? step.get() : with(ids, step);
              } finally {
                pinned.forEach(runs::unpin);
              }
            })
        .thenCompose(result -> result);
  }

  /** What happened to one while the others were read may yet fail. */
  private boolean isSettled(String id) {
    LiveRun run = runs.inMemory(id);
    return run == null ? !runs.isAwaited(id) : run.isSettled();
  }

  private void pin(LiveRun run, List<LiveRun> pinned) {
    runs.pin(run);
    pinned.add(run);
  }
}
