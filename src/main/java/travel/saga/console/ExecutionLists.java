package travel.saga.console;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import travel.saga.execution.ExecutionCounts;
import travel.saga.execution.ExecutionOverview;
import travel.saga.execution.Executions;
import travel.saga.reservation.EngineMode;

/** Reads what the list of executions shows: one page, the counts, and how many are newer. */
@ApplicationScoped
class ExecutionLists {
  /** Rows of a page, and the most newer ones that are counted. */
  static final int PAGE = 50;

  private final ExecutionOverview overview;
  private final Executions executions;
  private final EngineMode engine;
  private final Clock clock;

  ExecutionLists(
      ExecutionOverview overview, Executions executions, EngineMode engine, Clock clock) {
    this.overview = overview;
    this.executions = executions;
    this.engine = engine;
    this.clock = clock;
  }

  /** A page that is shown, and where it is looked at again. */
  record Found(ShownList list, ListPlace again) {}

  /** Fails as {@link Executions#list} does. */
  CompletionStage<Found> read(ListFilter filter, ListPlace place) {
    CompletionStage<Integer> newer = newer(filter, place);
    CompletionStage<ShownList> counts = countsAlone(filter);
    return overview
        .list(filter.query(filter.createdFrom(), place.cursor(), PAGE))
        .thenCombine(
            counts.thenCombine(newer, Around::new),
            (page, around) -> found(filter, place, page, around));
  }

  /** What stands around the rows. */
  private record Around(ShownList counts, int newer) {}

  /** For a page that cannot be shown. */
  CompletionStage<ShownList> countsAlone(ListFilter filter) {
    return overview.counts().thenApply(counts -> countsAlone(counts, filter));
  }

  private ShownList countsAlone(ExecutionCounts counts, ListFilter filter) {
    return ShownList.countsAlone(counts, filter, engine.embedded());
  }

  private CompletionStage<Integer> newer(ListFilter filter, ListPlace place) {
    Instant newest = place.newest();
    if (place.cursor() == null || newest == null) {
      return CompletableFuture.completedStage(0);
    }
    Instant from = filter.createdFrom();
    return executions
        .list(filter.query(from != null && from.isAfter(newest) ? from : newest, null, PAGE))
        .thenApply(
            page ->
                (int)
                    page.executions().stream()
                        .filter(one -> one.createdAt().isAfter(newest))
                        .count());
  }

  private Found found(
      ListFilter filter, ListPlace place, ExecutionOverview.Rows page, Around around) {
    Instant now = clock.instant();
    List<ListRow> rows = page.rows().stream().map(row -> ListRow.of(row, now)).toList();
    String next = page.next();
    String older = next == null ? null : filter.link().with("cursor", next).toString();
    ShownList shown = around.counts().with(place, rows, older, around.newer());
    return new Found(
        rows.isEmpty() ? shown.saying(nothing(filter, place, next)) : shown, place.again(page));
  }

  private static String nothing(ListFilter filter, ListPlace place, @Nullable String next) {
    if (next != null) {
      return "None of those looked through so far matches. Go on with the older ones.";
    }
    if (place.isOlder()) {
      return "There are no older ones.";
    }
    return filter.isSelectionAlone()
        ? filter.selection().none()
        : "No execution matches. Change the filter, or clear it.";
  }
}
