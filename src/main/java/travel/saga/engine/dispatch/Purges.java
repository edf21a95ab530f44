package travel.saga.engine.dispatch;

import java.util.Iterator;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import travel.saga.engine.dispatch.EngineException.Reason;

/** Removes runs that have ended, with all that belongs to them. */
final class Purges {
  private final Runs runs;

  Purges(Runs runs) {
    this.runs = runs;
  }

  /**
   * Ends with NOT_COMPLETED, or STALLED, if the run or one below it that is to go too has not
   * ended.
   *
   * @param recurse whether its children go, too: before it, so that it knows of those that are left
   *     when it is asked again
   * @return how many are gone
   */
  CompletableFuture<Integer> purge(String id, boolean recurse) {
    return runs.existing(id)
        .thenCompose(
            run -> {
              if (run.history.instance().progress().isStalled()) {
                throw EngineException.stalled(id);
              }
              if (!run.isTerminal()) {
                throw new EngineException(
                    Reason.NOT_COMPLETED, "workflow '" + id + "' has not yet completed");
              }
              Set<String> children = recurse ? run.history.children() : Set.of();
              return children.isEmpty()
                  ? runs.purge(run).thenApply(done -> 1)
                  : children(run, children.iterator(), 0)
                      .thenCompose(gone -> purge(id, false).thenApply(self -> gone + self));
            });
  }

  private CompletableFuture<Integer> children(LiveRun parent, Iterator<String> ids, int gone) {
    if (!ids.hasNext()) {
      return CompletableFuture.completedFuture(gone);
    }
    String id = ids.next();
    return runs.settled(id)
        .thenCompose(
            found ->
                found.filter(run -> Children.isChildOf(run, parent)).isPresent()
                    ? purge(id, true)
                    : CompletableFuture.completedFuture(0))
        .thenCompose(more -> children(parent, ids, gone + more));
  }
}
