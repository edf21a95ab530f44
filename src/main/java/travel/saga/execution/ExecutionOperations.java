package travel.saga.execution;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What an operator does to executions. Stages answer with how the execution stands then: an engine
 * may take a while to do as it was told. They fail with {@link NoSuchExecutionException}, and with
 * {@link ExecutionRefusedException} when the execution or its reservation is not in a state for it.
 */
@ApplicationScoped
public class ExecutionOperations {
  private final ExecutionLookup lookup;
  private final ExecutionControl control;

  public ExecutionOperations(ExecutionLookup lookup, ExecutionControl control) {
    this.lookup = lookup;
    this.control = control;
  }

  /**
   * Steps that run are finished; no other begins until {@link #resume}. Told to one that is
   * suspended, too: a resume may be on its way to it.
   */
  public CompletionStage<ExecutionSummary> suspend(String id, @Nullable String reason) {
    return lookup
        .existing(id)
        .thenApply(ExecutionOperation.SUSPEND::require)
        .thenCompose(found -> then(() -> control.suspend(id, reason), id));
  }

  /** Told to one that runs, too: a suspend may be on its way to it. */
  public CompletionStage<ExecutionSummary> resume(String id, @Nullable String reason) {
    return lookup
        .existing(id)
        .thenApply(ExecutionOperation.RESUME::require)
        .thenCompose(found -> then(() -> control.resume(id, reason), id));
  }

  /**
   * Ends it and undoes nothing: a reservation that it had not settled goes to ATTENTION. One that
   * was terminated before is left as it is.
   */
  public CompletionStage<ExecutionSummary> terminate(String id, @Nullable String reason) {
    return lookup
        .existing(id)
        .thenCompose(
            found ->
                found.execution().summary().status() == ExecutionStatus.TERMINATED
                    ? CompletableFuture.completedStage(found.execution().summary())
                    : terminate(ExecutionOperation.TERMINATE.require(found), reason));
  }

  private CompletionStage<ExecutionSummary> terminate(
      ExecutionDetail running, @Nullable String reason) {
    String id = running.execution().summary().id();
    return then(() -> control.terminate(id, reason), id);
  }

  /** Forgets an ended execution; the reservation's record stays. */
  public CompletionStage<Void> purge(String id) {
    return lookup
        .existing(id)
        .thenApply(ExecutionOperation.PURGE::require)
        .thenCompose(found -> control.purge(id));
  }

  private CompletionStage<ExecutionSummary> then(
      Supplier<CompletionStage<Void>> action, String id) {
    return action
        .get()
        .thenCompose(done -> lookup.existing(id))
        .thenApply(detail -> detail.execution().summary());
  }
}
