package travel.saga.execution;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import travel.saga.reservation.Reservation;
import travel.saga.reservation.ReservationPage;
import travel.saga.reservation.ReservationQuery;
import travel.saga.reservation.Reservations;

/**
 * The executions that a focus is about, out of the records of their reservations: which those are,
 * no engine knows. How each stands is told by the engine where that can say so of many at a time,
 * and else as far as the record knows it.
 */
public final class FocusedExecutions {
  private final String workflow;
  private final Reservations reservations;
  private final Function<List<String>, CompletionStage<Map<String, ExecutionSummary>>> known;

  /**
   * @param workflow the wire name of the workflow that books
   * @param known looks up many executions in one call; leaves out those that it does not know
   */
  public FocusedExecutions(
      String workflow,
      Reservations reservations,
      Function<List<String>, CompletionStage<Map<String, ExecutionSummary>>> known) {
    this.workflow = workflow;
    this.reservations = reservations;
    this.known = known;
  }

  /** See {@link Executions#list}. */
  public CompletionStage<ExecutionPage> list(ExecutionQuery query) {
    ExecutionFocus focus = query.focus();
    return reservations
        .list(
            new ReservationQuery(
                focus.statuses(),
                focus == ExecutionFocus.RETRYING,
                null,
                query.created(),
                query.cursor(),
                query.limit()))
        .thenCompose(page -> known.apply(ids(page)).thenApply(found -> page(page, found, query)));
  }

  private static List<String> ids(ReservationPage page) {
    return page.reservations().stream().map(record -> record.id().value()).toList();
  }

  private ExecutionPage page(
      ReservationPage page, Map<String, ExecutionSummary> found, ExecutionQuery query) {
    List<ExecutionSummary> rows =
        page.reservations().stream()
            .map(record -> summary(record, found.get(record.id().value())))
            .filter(row -> isAskedFor(row, query))
            .toList();
    return new ExecutionPage(rows, page.next(), rows.isEmpty() ? null : page.here());
  }

  private ExecutionSummary summary(Reservation record, @Nullable ExecutionSummary engines) {
    return engines == null ? summary(record, workflow) : engines;
  }

  private static boolean isAskedFor(ExecutionSummary row, ExecutionQuery query) {
    return (query.status() == null || query.status() == row.status())
        && (query.workflow() == null || query.workflow().equals(row.workflow()))
        && (query.text() == null || row.id().contains(query.text()));
  }

  /** As far as the record knows it. */
  static ExecutionSummary summary(Reservation record, String workflow) {
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
