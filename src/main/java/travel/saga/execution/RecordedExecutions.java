package travel.saga.execution;

import java.time.Clock;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
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

  private static final Duration COUNTED_BACK = Duration.ofHours(24);
  private static final Duration COUNTS_KEPT = Duration.ofSeconds(5);

  private final String workflow;
  private final Reservations reservations;
  private final FocusedExecutions focused;
  private final Remembered<ExecutionCounts> counts;
  private final Clock clock;
  private final Function<String, CompletionStage<Optional<ExecutionSummary>>> find;

  /**
   * @param workflow the wire name of the workflow that books
   * @param find looks up one execution
   */
  public RecordedExecutions(
      String workflow,
      Reservations reservations,
      Function<String, CompletionStage<Optional<ExecutionSummary>>> find,
      Clock clock) {
    this.workflow = workflow;
    this.reservations = reservations;
    this.focused =
        new FocusedExecutions(
            workflow, reservations, ids -> CompletableFuture.completedStage(Map.of()));
    this.counts = new Remembered<>(this::count, COUNTS_KEPT, clock);
    this.clock = clock;
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
    if (query.focus() != ExecutionFocus.ALL) {
      return focused.list(query);
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
    boolean asked =
        (query.status() == null || query.status() == found.status())
            && query.created().contains(found.createdAt());
    return new ExecutionPage(asked ? List.of(found) : List.of(), null, null);
  }

  private CompletionStage<ExecutionPage> recorded(ExecutionQuery query) {
    Set<ReservationStatus> statuses =
        query.status() == null ? Set.of() : STATUSES.getOrDefault(query.status(), Set.of());
    return reservations
        .list(
            new ReservationQuery(
                statuses, false, null, query.created(), query.cursor(), query.limit()))
        .thenApply(page -> page(page, query));
  }

  private ExecutionPage page(ReservationPage page, ExecutionQuery query) {
    List<ExecutionSummary> rows =
        page.reservations().stream()
            .map(record -> FocusedExecutions.summary(record, workflow))
            .filter(row -> query.text() == null || row.id().contains(query.text()))
            .toList();
    return new ExecutionPage(rows, page.next(), rows.isEmpty() ? null : page.here());
  }

  @Override
  public CompletionStage<ExecutionCounts> counts() {
    return counts.get();
  }

  /** What is open first: that leaves less to look through for what is not. */
  private CompletionStage<ExecutionCounts> count() {
    return reservations
        .counts()
        .thenCompose(
            now ->
                reservations
                    .ended(clock.instant().minus(COUNTED_BACK))
                    .thenApply(
                        ended ->
                            new ExecutionCounts(
                                Map.of(
                                    ExecutionStatus.RUNNING,
                                    now.open(),
                                    ExecutionStatus.COMPLETED,
                                    ended.count()),
                                now.attention(),
                                now.retrying(),
                                ended.since())));
  }
}
