package travel.saga.console;

import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import travel.saga.execution.ExecutionOverview;

/**
 * Where in the list a page is.
 *
 * @param cursor null for the newest
 * @param newest when the first row was created of a page that began with the newest, and that is
 *     looked at again; null for any other
 */
record ListPlace(@Nullable String cursor, @Nullable Instant newest) {
  static ListPlace of(ListParameters parameters) {
    String cursor = parameters.cursor;
    return new ListPlace(
        cursor == null || cursor.isEmpty() ? null : cursor, time(parameters.newest));
  }

  /** Whether there may be newer ones than those on the page. */
  boolean isOlder() {
    return cursor != null && newest == null;
  }

  /** Where the same page is looked at again: it stays where it is, whatever comes before it. */
  ListPlace again(ExecutionOverview.Rows page) {
    List<ExecutionOverview.Row> rows = page.rows();
    Instant first =
        cursor == null && !rows.isEmpty() ? rows.get(0).execution().createdAt() : newest;
    return new ListPlace(page.here() == null ? cursor : page.here(), first);
  }

  private static @Nullable Instant time(@Nullable String told) {
    try {
      return told == null || told.isEmpty() ? null : Instant.parse(told);
    } catch (DateTimeParseException notOurs) {
      return null;
    }
  }
}
