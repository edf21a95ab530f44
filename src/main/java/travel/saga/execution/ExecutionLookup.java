package travel.saga.execution;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import travel.saga.reservation.Reservation;
import travel.saga.reservation.ReservationId;
import travel.saga.reservation.Reservations;
import travel.saga.reservation.Stages;
import travel.saga.reservation.WorkflowId;

/** Looks up executions together with the reservations that they work for. */
@ApplicationScoped
public class ExecutionLookup {
  private static final int READS_AT_ONCE = 8;

  private final Executions executions;
  private final Reservations reservations;
  private final UndoPairs pairs;

  public ExecutionLookup(Executions executions, Reservations reservations, UndoPairs pairs) {
    this.executions = executions;
    this.reservations = reservations;
    this.pairs = pairs;
  }

  /** With what later executions have undone of its steps. */
  public CompletionStage<Optional<ExecutionDetail>> find(String id) {
    return executions
        .find(id)
        .thenCompose(
            found ->
                found.map(this::detail).orElse(CompletableFuture.completedStage(Optional.empty())));
  }

  /** The same of one that is there; fails with {@link NoSuchExecutionException} else. */
  public CompletionStage<ExecutionDetail> existing(String id) {
    return find(id).thenApply(found -> found.orElseThrow(() -> new NoSuchExecutionException(id)));
  }

  private CompletionStage<Optional<ExecutionDetail>> detail(Execution execution) {
    return reservation(execution.summary().id())
        .thenCompose(
            record ->
                undone(execution, record)
                    .thenApply(now -> Optional.of(new ExecutionDetail(now, record))));
  }

  /** By what worked for the reservation later: a rerun, or what undoes a booked trip. */
  private CompletionStage<Execution> undone(Execution execution, Optional<Reservation> record) {
    List<WorkflowId> all = record.map(Reservation::workflows).orElse(List.of());
    int own = all.indexOf(new WorkflowId(execution.summary().id()));
    return Stages.each(
            all.subList(own + 1, all.size()),
            READS_AT_ONCE,
            later -> executions.find(later.value()))
        .thenApply(found -> found.stream().flatMap(Optional::stream).toList())
        .thenApply(found -> execution.withSteps(pairs.undoneAlsoBy(found, execution.steps())));
  }

  /** Whatever works for a reservation has an id that begins with the reservation's. */
  private CompletionStage<Optional<Reservation>> reservation(String executionId) {
    return ReservationId.ofWorkflow(executionId)
        .map(
            id ->
                reservations
                    .find(id)
                    .thenApply(found -> found.map(Reservations.Stored::reservation)))
        .orElse(CompletableFuture.completedStage(Optional.empty()));
  }
}
