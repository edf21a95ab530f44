package travel.saga.engine.dispatch;

import io.dapr.durabletask.implementation.protobuf.OrchestratorService.ExecutionTerminatedEvent;
import io.dapr.durabletask.implementation.protobuf.OrchestratorService.HistoryEvent;
import io.dapr.durabletask.implementation.protobuf.OrchestratorService.OrchestrationStatus;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import travel.saga.engine.history.Events;

/**
 * Ends runs from the engine's side, whatever their workers do: at the word of a caller, or of a
 * parent that was terminated with all below it. The parent's word stands in the child's inbox, put
 * there by the transaction that ended the parent, until it is carried out.
 */
final class Terminations {
  private static final long TRY_AGAIN_MILLIS = 1_000; // when a run that is concerned cannot be read

  private final Core core;
  private final Turns turns;

  Terminations(Core core, Turns turns) {
    this.core = core;
    this.turns = turns;
  }

  /**
   * @param recurse whether the run's children are told to end, too
   * @param otherwise what to do if the run has ended, or is read again, before its relatives are in
   *     memory
   */
  CompletableFuture<Void> terminate(
      LiveRun run,
      @Nullable String output,
      boolean recurse,
      Supplier<CompletableFuture<Void>> otherwise) {
    return withRelatives(
        run,
        recurse,
        () ->
            run.lost || run.isTerminal()
                ? otherwise.get()
                : turns.conclude(
                    run,
                    List.of(
                        Events.terminated(output, recurse, core.ticker().next()), end(output))));
  }

  /** Ends the run if its inbox says so. */
  void carryOut(LiveRun run) {
    ExecutionTerminatedEvent told = run.termination();
    if (told == null || run.isTerminal()) {
      return;
    }
    String output = told.hasInput() ? told.getInput().getValue() : null;
    var unused =
        withRelatives(
                run,
                told.getRecurse(),
                () ->
                    run.lost || run.isTerminal() || run.termination() == null
                        ? CompletableFuture.<Void>completedFuture(null)
                        : turns.conclude(run, List.of(end(output))))
            .whenComplete(
                (done, failure) -> {
                  if (failure != null && !run.lost) { // one that is lost is taken up again
                    core.loop().after(TRY_AGAIN_MILLIS, () -> carryOut(run));
                  }
                });
  }

  private HistoryEvent end(@Nullable String output) {
    return Events.completed(
        OrchestrationStatus.ORCHESTRATION_STATUS_TERMINATED, output, core.ticker().next());
  }

  /** Runs the step once all runs concerned are in memory; the one itself is kept there. */
  private CompletableFuture<Void> withRelatives(
      LiveRun run, boolean recurse, Supplier<CompletableFuture<Void>> step) {
    Set<String> ids = relatives(run, recurse);
    core.runs().pin(run);
    return core.gathering()
        .with(
            ids,
            () ->
                ids.containsAll(relatives(run, recurse))
                    ? step.get()
                    : withRelatives(run, recurse, step)) // it has begun a child meanwhile
        .whenComplete((done, failure) -> core.runs().unpin(run));
  }

  private static Set<String> relatives(LiveRun run, boolean recurse) {
    Set<String> ids = new LinkedHashSet<>(Children.parentOf(run));
    if (recurse) {
      ids.addAll(run.activeChildren());
    }
    return ids;
  }
}
