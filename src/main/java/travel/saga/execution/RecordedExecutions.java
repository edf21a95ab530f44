package travel.saga.execution;

import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import travel.saga.reservation.Reservation;
import travel.saga.reservation.ReservationPage;
import travel.saga.reservation.ReservationQuery;
import travel.saga.reservation.ReservationStatus;
import travel.saga.reservation.Reservations;

/**
 * The executions as the reservations' records tell of them, for an engine that cannot list its own:
 * one for each reservation, and its status as far as the record knows it.
 */
public final class RecordedExecutions implements ExecutionListing {
  private static final Map<ExecutionStatus, Set<ReservationStatus>> STATUSES =
      Map.of(
          ExecutionStatus.RUNNING,
          ReservationStatus.OPEN,
          ExecutionStatus.COMPLETED,
          EnumSet.complementOf(EnumSet.copyOf(ReservationStatus.OPEN)));

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

  @Override
  public CompletionStage<ExecutionPage> list(ExecutionQuery query) {
    if (query.workflow() != null && !query.workflow().equals(workflow)) {
      return CompletableFuture.failedStage(
          new UnlistableException(
              "workflow",
              "must be "
                  + workflow
                  + ": the sidecar lists no executions, so reservations are told"));
    }
    if (query.status() != null && !STATUSES.containsKey(query.status())) {
      return CompletableFuture.failedStage(
          new UnlistableException(
              "status",
              "must be RUNNING or COMPLETED: the sidecar lists no executions, and a reservation's"
                  + " record tells no more"));
    }
    String text = query.text();
    return text == null
        ? recorded(query)
        : find.apply(text)
            .thenCompose(
                whole ->
                    whole.isPresent()
                        ? CompletableFuture.completedStage(only(whole.get(), query))
                        : recorded(query));
  }

  private static ExecutionPage only(ExecutionSummary found, ExecutionQuery query) {
    boolean asked = query.status() == null || query.status() == found.status();
    return new ExecutionPage(asked ? List.of(found) : List.of(), null);
  }

  private CompletionStage<ExecutionPage> recorded(ExecutionQuery query) {
    Set<ReservationStatus> statuses =
        query.status() == null ? Set.of() : STATUSES.getOrDefault(query.status(), Set.of());
    return reservations
        .list(new ReservationQuery(statuses, null, query.cursor(), query.limit()))
        .thenApply(page -> page(page, query));
  }

  private ExecutionPage page(ReservationPage page, ExecutionQuery query) {
    return new ExecutionPage(
        page.reservations().stream()
            .map(this::summary)
            .filter(row -> query.text() == null || row.id().contains(query.text()))
            .toList(),
        page.next());
  }

  private ExecutionSummary summary(Reservation record) {
    boolean open = record.status().isOpen();
    return new ExecutionSummary(
        record.id().value(),
        workflow,
        open ? ExecutionStatus.RUNNING : ExecutionStatus.COMPLETED,
        record.createdAt(),
        record.updatedAt(),
        open ? null : record.updatedAt());
  }
}
