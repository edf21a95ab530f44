package travel.saga.execution;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import travel.saga.reservation.Reservation;
import travel.saga.reservation.ReservationId;
import travel.saga.reservation.Reservations;

/** Lists executions together with the reservations that they work for. */
@ApplicationScoped
public class ExecutionOverview {
  private final Executions executions;
  private final Reservations reservations;

  public ExecutionOverview(Executions executions, Reservations reservations) {
    this.executions = executions;
    this.reservations = reservations;
  }

  /** An execution, and the reservation that it works for, where that has a record. */
  public record Row(ExecutionSummary execution, Optional<Reservation> reservation) {}

  /** A page; see {@link ExecutionPage}. */
  public record Rows(List<Row> rows, @Nullable String next, @Nullable String here) {}

  /** See {@link Executions#list}. The reservations of a page are read together. */
  public CompletionStage<Rows> list(ExecutionQuery query) {
    return executions
        .list(query)
        .thenCompose(
            page -> reservations.findAll(reservations(page)).thenApply(found -> rows(page, found)));
  }

  /** See {@link Executions#counts}. */
  public CompletionStage<ExecutionCounts> counts() {
    return executions.counts();
  }

  private static List<ReservationId> reservations(ExecutionPage page) {
    return page.executions().stream()
        .flatMap(row -> ReservationId.ofWorkflow(row.id()).stream())
        .distinct()
        .toList();
  }

  private static Rows rows(ExecutionPage page, Map<ReservationId, Reservation> found) {
    return new Rows(
        page.executions().stream()
            .map(row -> new Row(row, ReservationId.ofWorkflow(row.id()).map(found::get)))
            .toList(),
        page.next(),
        page.here());
  }
}
