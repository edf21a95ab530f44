package travel.saga.engine.store.sqlite;

import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import travel.saga.engine.store.InstanceList;
import travel.saga.engine.store.InstanceList.Period;

/**
 * Which rows of the table {@code instance} a stretch of time is in, by halving: rows are numbered
 * in the order in which their ids were started first. Costs no index, and some twenty rows read.
 *
 * @param first the lowest row
 * @param behind what is above the highest
 */
record RowsOfTime(long first, long behind) {
  /** Between the time of an instance and that of its row. */
  private static final Duration SLACK = Duration.ofMinutes(1);

  private static final int NEIGHBOURS = 100;
  private static final String LOWEST = "SELECT min(iid) FROM instance";
  private static final String HIGHEST = "SELECT max(iid) FROM instance";
  // An id that was started again has another time than its place.
  private static final String AT_OR_ABOVE =
      "SELECT iid, created_millis FROM (SELECT iid, created_millis, generation FROM instance"
          + " WHERE iid >= ? ORDER BY iid LIMIT "
          + NEIGHBOURS
          + ") WHERE generation = 1 LIMIT 1";

  static RowsOfTime of(Session session, Period period) throws SQLException {
    Instant from = period.from();
    Instant before = period.before();
    return new RowsOfTime(
        from == null ? 0 : firstFrom(session, from.minus(SLACK), 0),
        before == null
            ? InstanceList.NEWEST
            : firstFrom(session, before.plus(SLACK), InstanceList.NEWEST));
  }

  /**
   * @param unknown where that cannot be told
   * @return the lowest row that is not older; what is above the highest where all are
   */
  private static long firstFrom(Session session, Instant moment, long unknown) throws SQLException {
    long millis = SqliteInstanceList.millis(moment, 0);
    long low = session.number(LOWEST, 0);
    long high = session.number(HIGHEST, 0) + 1;
    while (low < high) {
      long middle = low + (high - low) / 2;
      Probe probe = probe(session, middle);
      if (probe == null) {
        return unknown;
      }
      if (probe.createdMillis() < millis) {
        low = probe.row() + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  private record Probe(long row, long createdMillis) {}

  private static @Nullable Probe probe(Session session, long row) throws SQLException {
    Probe[] found = new Probe[1];
    session.query(AT_OR_ABOVE, next -> found[0] = new Probe(next.getLong(1), next.getLong(2)), row);
    return found[0];
  }
}
