package travel.saga.execution;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import travel.saga.reservation.Reservation;
import travel.saga.reservation.ReservationId;
import travel.saga.reservation.ReservationPage;
import travel.saga.reservation.ReservationQuery;
import travel.saga.reservation.ReservationStatus;
import travel.saga.reservation.Reservations;

/**
 * The executions as the reservations' records tell of them, for an engine that cannot list its own:
 * one for each reservation, and its status as far as the record knows it.
 */
public final class RecordedExecutions implements ExecutionListing {
  private static final Set<ReservationStatus> OPEN =
      Set.of(ReservationStatus.PENDING, ReservationStatus.CANCELLING);

  private final String workflow;
  private final Reservations reservations;
  private final Function<String, CompletionStage<Optional<ExecutionSummary>>> find;

  /**
   * @param workflow the wire name of the workflow that books
   * @param find looks up one execution
   */
  public RecordedExecutions(
      String workflow,
      Reservations reservations,
      Function<String, CompletionStage<Optional<ExecutionSummary>>> find) {
    this.workflow = workflow;
    this.reservations = reservations;
    this.find = find;
  }
}
