package travel.saga.console;

import java.util.List;
import java.util.Locale;
import travel.saga.access.ConsoleSessions;
import travel.saga.api.PageLink;
import travel.saga.execution.ExecutionCounts;

/**
 * A number of executions, which leads to them.
 *
 * @param current whether the page shows them
 */
record ListTile(String id, String url, Badge badge, String count, boolean some, boolean current) {
  static List<ListTile> of(ExecutionCounts counts, ListFilter filter, boolean embedded) {
    return Selection.offered(embedded).stream().map(one -> of(one, counts, filter)).toList();
  }

  private static ListTile of(Selection one, ExecutionCounts counts, ListFilter filter) {
    long count = one.count(counts);
    return new ListTile(
        "count-" + one.name().toLowerCase(Locale.ROOT),
        new PageLink(ConsoleSessions.PATH).with(ListFilter.STATUS, one.parameter()).toString(),
        one.badge(),
        String.format(Locale.ROOT, "%,d", count),
        count > 0,
        filter.isSelectionAlone() && filter.errors().isEmpty() && one == filter.selection());
  }
}
