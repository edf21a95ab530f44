package travel.saga.console;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import travel.saga.access.ConsoleSessions;
import travel.saga.access.OperatorLog;
import travel.saga.api.ExecutionAction;
import travel.saga.execution.ExecutionOperations;
import travel.saga.execution.ExecutionReruns;
import travel.saga.execution.NoSuchExecutionException;
import travel.saga.reservation.CancelDesk;
import travel.saga.reservation.CompensationDesk;
import travel.saga.reservation.Reservation;
import travel.saga.reservation.ReservationId;

/** Does what an operator has said yes to. Stages fail as those of the API's calls do. */
@ApplicationScoped
class ActionRunner {
  private final ExecutionOperations operations;
  private final ExecutionReruns reruns;
  private final CancelDesk cancels;
  private final CompensationDesk compensations;
  private final OperatorLog log;

  ActionRunner(
      ExecutionOperations operations,
      ExecutionReruns reruns,
      CancelDesk cancels,
      CompensationDesk compensations,
      OperatorLog log) {
    this.operations = operations;
    this.reruns = reruns;
    this.cancels = cancels;
    this.compensations = compensations;
    this.log = log;
  }

  /**
   * @return the path of the page that follows
   */
  CompletionStage<String> run(OperatorAction action, String id, ExecutionAction said) {
    log.asked(action.word() + " of execution", id);
    return switch (action) {
      case SUSPEND -> operations.suspend(id, said.reason()).thenApply(now -> ExecutionPath.of(id));
      case RESUME -> operations.resume(id, said.reason()).thenApply(now -> ExecutionPath.of(id));
      case TERMINATE ->
          operations.terminate(id, said.reason()).thenApply(now -> ExecutionPath.of(id));
      case RERUN -> reruns.rerun(id, said.step()).thenApply(begun -> ExecutionPath.of(begun.id()));
      case PURGE -> operations.purge(id).thenApply(gone -> ConsoleSessions.PATH);
      case CANCEL -> ofReservation(id, cancels::cancel);
      case RETRY, SETTLE ->
          throw new IllegalArgumentException(action + " is done to a compensation");
    };
  }

  /** The same of a compensation of the reservation that the execution works for. */
  CompletionStage<String> run(OperatorAction action, String id, String compensation) {
    log.asked(action.word() + " " + compensation + " of execution", id);
    return ofReservation(
        id,
        reservation ->
            action == OperatorAction.RETRY
                ? compensations.retry(reservation, compensation)
                : compensations.settle(reservation, compensation));
  }

  private static CompletionStage<String> ofReservation(
      String id, Function<ReservationId, CompletionStage<Optional<Reservation>>> desk) {
    return ReservationId.ofWorkflow(id)
        .map(desk)
        .orElse(CompletableFuture.completedStage(Optional.empty()))
        .thenApply(found -> found.map(now -> ExecutionPath.of(id)))
        .thenApply(page -> page.orElseThrow(() -> new NoSuchExecutionException(id)));
  }
}
