package travel.saga.execution;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import travel.saga.reservation.Reservation;
import travel.saga.reservation.ReservationStatus;

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
        .thenApply(ExecutionOperations::unlessEnded)
        .thenCompose(now -> then(() -> control.suspend(id, reason), id));
  }

  /** Told to one that runs, too: a suspend may be on its way to it. */
  public CompletionStage<ExecutionSummary> resume(String id, @Nullable String reason) {
    return lookup
        .existing(id)
        .thenApply(ExecutionOperations::unlessEnded)
        .thenCompose(now -> then(() -> control.resume(id, reason), id));
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
                    : terminate(unlessEnded(found), reason));
  }

  private CompletionStage<ExecutionSummary> terminate(
      ExecutionSummary running, @Nullable String reason) {
    return then(() -> control.terminate(running.id(), reason), running.id());
  }

  /** Forgets an ended execution; the reservation's record stays. */
  public CompletionStage<Void> purge(String id) {
    return lookup
        .existing(id)
        .thenCompose(
            found -> {
              requireEnded(found.execution().summary());
              found.reservation().ifPresent(ExecutionOperations::requireSettled);
              return control.purge(id);
            });
  }

  private CompletionStage<ExecutionSummary> then(
      Supplier<CompletionStage<Void>> action, String id) {
    return action
        .get()
        .thenCompose(done -> lookup.existing(id))
        .thenApply(detail -> detail.execution().summary());
  }

  private static ExecutionSummary unlessEnded(ExecutionDetail detail) {
    ExecutionSummary summary = detail.execution().summary();
    if (summary.status().isEnd()) {
      throw new ExecutionRefusedException(
          "The execution has ended: it is " + summary.status() + ".");
    }
    return summary;
  }

  private static void requireEnded(ExecutionSummary summary) {
    if (!summary.status().isEnd()) {
      throw new ExecutionRefusedException(
          "The execution is %s. One that has ended can be purged; terminate ends it."
              .formatted(summary.status()));
    }
  }

  /**
   * Without its execution an open reservation would be begun anew, and one at ATTENTION is
   * evidence.
   */
  private static void requireSettled(Reservation reservation) {
    if (reservation.status().isOpen() || reservation.status() == ReservationStatus.ATTENTION) {
      throw new ExecutionRefusedException(
          "The reservation is %s. Its executions can be purged when it has been settled."
              .formatted(reservation.status()));
    }
  }
}
