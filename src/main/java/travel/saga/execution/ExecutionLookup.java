package travel.saga.execution;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import travel.saga.reservation.Reservation;
import travel.saga.reservation.ReservationId;
import travel.saga.reservation.Reservations;

/** Looks up executions together with the reservations that they work for. */
@ApplicationScoped
public class ExecutionLookup {
  private final Executions executions;
  private final Reservations reservations;

  public ExecutionLookup(Executions executions, Reservations reservations) {
    this.executions = executions;
    this.reservations = reservations;
  }

  public CompletionStage<Optional<ExecutionDetail>> find(String id) {
    return executions
        .find(id)
        .thenCompose(
            found ->
                found
                    .map(this::detail)
                    .orElse(CompletableFuture.completedStage(Optional.empty())));
  }

  /** Fails with {@link NoSuchExecutionException}. */
  CompletionStage<ExecutionDetail> existing(String id) {
    return find(id)
        .thenApply(found -> found.orElseThrow(() -> new NoSuchExecutionException(id)));
  }

  private CompletionStage<Optional<ExecutionDetail>> detail(Execution execution) {
    return reservation(execution.summary().id())
        .thenApply(record -> Optional.of(new ExecutionDetail(execution, record)));
  }

  /** Whatever works for a reservation has an id that begins with the reservation's. */
  private CompletionStage<Optional<Reservation>> reservation(String executionId) {
    return ReservationId.leading(executionId)
        .map(
            id ->
                reservations
                    .find(id)
                    .thenApply(found -> found.map(Reservations.Stored::reservation)))
        .orElse(CompletableFuture.completedStage(Optional.empty()));
  }
}
