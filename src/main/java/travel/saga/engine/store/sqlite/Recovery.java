package travel.saga.engine.store.sqlite;

import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import travel.saga.engine.store.Backlog;
import travel.saga.engine.store.Backlog.StoredTimer;

/** Reads at opening what was left to do, and counts the openings. */
final class Recovery {
  private static final String COUNT_OPENING =
      "INSERT INTO meta (name, value) VALUES ('epoch', 1)"
          + " ON CONFLICT (name) DO UPDATE SET value = value + 1";
  private static final String UNFINISHED =
      "SELECT id, last_turn_millis FROM instance"
          + " WHERE iid IN (SELECT iid FROM inbox UNION SELECT iid FROM task) ORDER BY iid";
  private static final String LAST_ROW = "SELECT max(iid) FROM instance";
  private static final String LAST_SEQUENCE = "SELECT max(seq) FROM inbox";
  private static final String TIMERS =
      "SELECT i.id, t.generation, t.timer_id, t.fire_at_millis, i.last_turn_millis"
          + " FROM timer t JOIN instance i ON i.iid = t.iid";

  /** All that is read of what may be many. */
  static final List<String> READS = List.of(UNFINISHED, TIMERS, LAST_ROW, LAST_SEQUENCE);

  private final Session session;
  private long lastTurnMillis; // of what was found unfinished

  Recovery(Session session) {
    this.session = session;
  }

  /** Writes only once everything could be read: a damaged file stays as it was found. */
  Backlog backlog() throws SQLException {
    List<String> unfinished = new ArrayList<>();
    session.query(
        UNFINISHED,
        row -> {
          unfinished.add(row.getString(1));
          found(row.getLong(2));
        });
    List<StoredTimer> timers = new ArrayList<>();
    session.query(
        TIMERS,
        row -> {
          found(row.getLong(5));
          timers.add(
              new StoredTimer(
                  row.getString(1),
                  row.getInt(2),
                  row.getInt(3),
                  Instant.ofEpochMilli(row.getLong(4))));
        });
    long lastRow = session.number(LAST_ROW, 0);
    long lastSequence = session.number(LAST_SEQUENCE, 0);
    session.run(COUNT_OPENING);
    return new Backlog(meta("epoch"), unfinished, timers, lastRow, lastSequence, lastTurnMillis);
  }

  private void found(long turnMillis) {
    lastTurnMillis = Math.max(lastTurnMillis, turnMillis);
  }

  long purgedUntilMillis() throws SQLException {
    return meta("purged_until_millis");
  }

  private long meta(String name) throws SQLException {
    return session.number("SELECT value FROM meta WHERE name = ?", 0, name);
  }
}
