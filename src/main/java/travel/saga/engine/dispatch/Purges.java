package travel.saga.engine.dispatch;

import io.dapr.durabletask.implementation.protobuf.OrchestratorService.ParentInstanceInfo;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;
import travel.saga.engine.dispatch.EngineException.Reason;
import travel.saga.engine.store.HistoryStore;

/** Removes runs that have ended, with all that belongs to them. */
final class Purges {
  private final Loop loop;
  private final Runs runs;
  private final HistoryStore store;
  private final Terminations terminations;

  Purges(Core core, HistoryStore store, Terminations terminations) {
    this.loop = core.loop();
    this.runs = core.runs();
    this.store = store;
    this.terminations = terminations;
  }

  /**
   * Ends with NOT_COMPLETED, or STALLED, if the run or one below it that is to go too has not
   * ended.
   *
   * @param recurse whether its children go, too: before it, so that it knows of those that are left
   *     when it is asked again
   * @param force whether what has not ended is terminated first
   * @return how many are gone
   */
  CompletableFuture<Integer> purge(String id, boolean recurse, boolean force) {
    return runs.existing(id)
        .thenCompose(
            run -> {
              if (force && !run.isTerminal()) {
                return terminations
                    .terminate(run, null, recurse, () -> CompletableFuture.completedFuture(null))
                    .thenCompose(ended -> purge(id, recurse, true));
              }
              requireEnded(run);
              return recurse ? purgeAll(run, force) : runs.purge(run).thenApply(done -> 1);
            });
  }

  private static void requireEnded(LiveRun run) {
    if (run.history.instance().progress().isStalled()) {
      throw EngineException.stalled(run.id, run.history.stalledFor());
    }
    if (!run.isTerminal()) {
      throw notCompleted(run.id);
    }
  }

  private static EngineException notCompleted(String id) {
    return new EngineException(Reason.NOT_COMPLETED, "workflow '" + id + "' has not yet completed");
  }

  private CompletableFuture<Integer> purgeAll(LiveRun parent, boolean force) {
    int generation = parent.generation();
    return store
        .children(parent.row())
        .thenComposeAsync(
            begun -> {
              Set<String> all = new LinkedHashSet<>(begun);
              all.addAll(parent.history.children());
              Family family = new Family(parent, generation, Set.copyOf(begun), force);
              return purge(family, all.iterator(), 0);
            },
            loop);
  }

  /** The children that are left, one after the other, then the parent. */
  private CompletableFuture<Integer> purge(Family family, Iterator<String> ids, int gone) {
    if (!ids.hasNext()) {
      return runs.existing(family.parent.id)
          .thenCompose(
              run -> {
                family.requireSame(run);
                return runs.purge(run).thenApply(done -> gone + 1);
              });
    }
    String id = ids.next();
    return runs.settled(id)
        .thenCompose(
            found -> {
              family.requireSame(runs.inMemory(family.parent.id));
              return found.filter(family::has).isPresent()
                  ? purge(id, true, family.force).exceptionally(Purges::noneIfGone)
                  : CompletableFuture.completedFuture(0);
            })
        .thenCompose(more -> purge(family, ids, gone + more));
  }

  /** A child may be purged by somebody else meanwhile. */
  private static int noneIfGone(Throwable failure) {
    Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
    if (cause instanceof EngineException refusal && refusal.reason() == Reason.NO_SUCH_INSTANCE) {
      return 0;
    }
    throw new CompletionException(cause);
  }

  /**
   * An ended run that is to go with its children.
   *
   * @param begun the children that the store knows of
   */
  private record Family(LiveRun parent, int generation, Set<String> begun, boolean force) {

    /** Whether the run is still this one's child: its id may have been used again. */
    boolean has(LiveRun run) {
      ParentInstanceInfo info = run.parent();
      return info != null
          && info.getOrchestrationInstance().getInstanceId().equals(parent.id)
          && (begun.contains(run.id) || Children.isChildOf(run, parent));
    }

    /** The parent's id may have been used again; one that is not in memory was not. */
    void requireSame(@Nullable LiveRun now) {
      if (now != null && now.generation() != generation) {
        throw notCompleted(parent.id);
      }
    }
  }
}
