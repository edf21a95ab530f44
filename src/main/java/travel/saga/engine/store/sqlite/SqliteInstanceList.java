package travel.saga.engine.store.sqlite;

import io.dapr.durabletask.implementation.protobuf.OrchestratorService.OrchestrationStatus;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
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
      "(" + ROWS + "instance WHERE iid < ? ORDER BY iid DESC LIMIT " + LOOKED_THROUGH + ")";
  // Two ranges of the index of ids; '~' is followed by DEL.
  private static final String FAMILY =
      "instance WHERE (id = ? OR (id > ? || '~' AND id < ? || char(127))) AND iid < ?";
  private static final String LAST_OF_STRETCH =
      "SELECT iid FROM instance WHERE iid < ? ORDER BY iid DESC LIMIT 1 OFFSET "
          + (LOOKED_THROUGH - 1);
  private static final String MATCHING =
      " (? OR status IN (?, ?)) AND (? IS NULL OR name = ?) AND (? IS NULL OR instr(id, ?))"
          + " ORDER BY iid DESC LIMIT ?";
  private static final String IS_THERE = "SELECT 1 FROM instance WHERE id = ?";

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
      read(
          session,
          ROWS + FAMILY + " AND" + MATCHING,
          rows,
          filter,
          limit,
          text,
          text,
          text,
          before);
    } else {
      read(session, ROWS + STRETCH + " WHERE" + MATCHING, rows, filter, limit, before);
    }
    if (rows.size() > limit) {
      rows.remove(limit);
      return new Page(List.copyOf(rows), rows.get(limit - 1).identity().row());
    }
    return new Page(List.copyOf(rows), whole ? null : behindStretch(session, before));
  }

  private static @Nullable Long behindStretch(Session session, long before) throws SQLException {
    long last = session.number(LAST_OF_STRETCH, 0, before);
    return last == 0 ? null : last;
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
    parameters.add(limit + 1);
    session.query(sql, row -> rows.add(InstanceTable.row(row)), parameters.toArray());
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
