package travel.saga.engine.store.sqlite;

import io.dapr.durabletask.implementation.protobuf.OrchestratorService.OrchestrationStatus;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import travel.saga.engine.store.InstanceList;

/** Reads the table {@code instance} from its end, as far as one call may. */
final class SqliteInstanceList implements InstanceList {
  /** Rows that one call looks through: some milliseconds. */
  static final int LOOKED_THROUGH = 10_000;

  /** No status has this number. */
  private static final int NO_STATUS = -1;

  private static final int STATUSES = 2;

  private static final String ROWS =
      "SELECT iid, id, generation, execution_id, name, status, created_millis, updated_millis,"
          + " completed_millis, start_at_millis FROM ";
  private static final String STRETCH =
      "("
          + ROWS
          + "instance WHERE iid < ? AND iid >= ? ORDER BY iid DESC LIMIT "
          + LOOKED_THROUGH
          + ")";
  // Two ranges of the index of ids; '~' is followed by DEL.
  private static final String FAMILY =
      "instance WHERE (id = ? OR (id > ? || '~' AND id < ? || char(127))) AND iid < ?";
  private static final String LAST_OF_STRETCH =
      "SELECT iid FROM instance WHERE iid < ? AND iid >= ? ORDER BY iid DESC LIMIT 1 OFFSET "
          + (LOOKED_THROUGH - 1);
  private static final String MATCHING =
      " (? OR status IN (?, ?)) AND (? IS NULL OR name = ?) AND (? IS NULL OR instr(id, ?))"
          + " AND created_millis >= ? AND created_millis < ? ORDER BY iid DESC LIMIT ?";
  private static final String IS_THERE = "SELECT 1 FROM instance WHERE id = ?";
  private static final String FIND = ROWS + "instance WHERE id = ?";
  private static final String COUNTS =
      "SELECT status, instances FROM instance_count WHERE instances > 0";

  private final Readers readers;

  SqliteInstanceList(Readers readers) {
    this.readers = readers;
  }

  @Override
  public CompletableFuture<Page> newest(Filter filter, long before, int limit) {
    return readers.submitTogether(session -> page(session, filter, before, limit));
  }

  private static Page page(Session session, Filter filter, long before, int limit)
      throws SQLException {
    String text = filter.text();
    boolean whole = text != null && session.number(IS_THERE, 0, text) == 1;
    List<Row> rows = new ArrayList<>();
    if (whole) {
      String family = ROWS + FAMILY + " AND" + MATCHING;
      read(session, family, rows, filter, limit, text, text, text, before);
      return cut(rows, limit, null);
    }
    RowsOfTime range = RowsOfTime.of(session, filter.created());
    long from = Math.min(before, range.behind());
    read(session, ROWS + STRETCH + " WHERE" + MATCHING, rows, filter, limit, from, range.first());
    return cut(rows, limit, behindStretch(session, from, range.first()));
  }

  private static Page cut(List<Row> rows, int limit, @Nullable Long behind) {
    if (rows.size() <= limit) {
      return new Page(List.copyOf(rows), behind);
    }
    List<Row> full = List.copyOf(rows.subList(0, limit));
    return new Page(full, full.get(limit - 1).identity().row());
  }

  private static @Nullable Long behindStretch(Session session, long before, long first)
      throws SQLException {
    long last = session.number(LAST_OF_STRETCH, 0, before, first);
    return last == 0 ? null : last;
  }

  @Override
  public CompletableFuture<List<Row>> find(List<String> ids) {
    return readers.submit(
        session -> {
          List<Row> rows = new ArrayList<>(ids.size());
          for (String id : ids) {
            session.query(FIND, row -> rows.add(InstanceTable.row(row)), id);
          }
          return rows;
        });
  }

  @Override
  public CompletableFuture<Map<OrchestrationStatus, Long>> counts() {
    return readers.submit(
        session -> {
          Map<OrchestrationStatus, Long> counts = new EnumMap<>(OrchestrationStatus.class);
          session.query(
              COUNTS, row -> counts.put(InstanceTable.status(row.getInt(1)), row.getLong(2)));
          return counts;
        });
  }

  /** One row more than asked for tells that there are more. */
  private static void read(
      Session session,
      String sql,
      List<Row> rows,
      Filter filter,
      int limit,
      @Nullable Object... from)
      throws SQLException {
    List<@Nullable Object> parameters = new ArrayList<>(List.of(from));
    parameters.add(filter.statuses().isEmpty() ? 1 : 0);
    parameters.addAll(numbers(filter.statuses()));
    parameters.add(filter.name());
    parameters.add(filter.name());
    parameters.add(filter.text());
    parameters.add(filter.text());
    parameters.add(millis(filter.created().from(), Long.MIN_VALUE));
    parameters.add(millis(filter.created().before(), Long.MAX_VALUE));
    parameters.add(limit + 1);
    session.query(sql, row -> rows.add(InstanceTable.row(row)), parameters.toArray());
  }

  /** The table knows no shorter times. */
  static long millis(@Nullable Instant moment, long none) {
    return moment == null ? none : moment.toEpochMilli();
  }

  private static List<Integer> numbers(Set<OrchestrationStatus> statuses) {
    List<Integer> numbers =
        new ArrayList<>(statuses.stream().map(OrchestrationStatus::getNumber).toList());
    if (numbers.size() > STATUSES) {
      throw new IllegalArgumentException("so many statuses are not asked for: " + statuses);
    }
    while (numbers.size() < STATUSES) {
      numbers.add(NO_STATUS);
    }
    return numbers;
  }
}
