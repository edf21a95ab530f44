package travel.saga.api;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import travel.saga.reservation.MalformedCursorException;

/** Where a page of a history begins, as callers say it. */
public final class HistoryCursor {
  private static final Pattern NUMBER = Pattern.compile("\\d{1,9}");

  private HistoryCursor() {}

  /**
   * The number of the first event; the beginning where nothing is said.
   *
   * @throws MalformedCursorException when it is no number
   */
  public static int number(@Nullable String cursor) {
    if (cursor == null || cursor.isEmpty()) {
      return 0;
    }
    if (!NUMBER.matcher(cursor).matches()) {
      throw new MalformedCursorException();
    }
    return Integer.parseInt(cursor);
  }
}
