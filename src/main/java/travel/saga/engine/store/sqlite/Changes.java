package travel.saga.engine.store.sqlite;

import io.dapr.durabletask.implementation.protobuf.OrchestratorService.HistoryChunk;
import java.sql.SQLException;
import travel.saga.engine.store.Change;
import travel.saga.engine.store.PreconditionFailedException;

/** How each change is done in SQL. */
final class Changes {
  private static final String APPEND = "INSERT INTO history (iid, seq, events) VALUES (?, ?, ?)";
  private static final String RECEIVE =
      "INSERT INTO inbox (iid, seq, event) SELECT iid, ?, ? FROM instance WHERE iid = ?";
  private static final String CONSUME = "DELETE FROM inbox WHERE iid = ? AND seq BETWEEN ? AND ?";
  private static final String COUNT =
      "SELECT count(*) FROM inbox WHERE iid = ? AND seq BETWEEN ? AND ?";
  private static final String OPEN_TASK =
      "INSERT INTO task (iid, generation, event_id) VALUES (?, ?, ?)";
  private static final String CLOSE_TASK =
      "DELETE FROM task WHERE iid = ? AND generation = ? AND event_id = ?";
  private static final String SET_TIMER =
      "INSERT INTO timer (iid, generation, timer_id, fire_at_millis) VALUES (?, ?, ?, ?)";
  private static final String FIRE_TIMER =
      "DELETE FROM timer WHERE iid = ? AND generation = ? AND timer_id = ?";
  private static final String EXPIRE = "UPDATE instance SET purge_at_millis = ? WHERE iid = ?";
  private static final String DROP_HISTORY = "DELETE FROM history WHERE iid = ?";
  private static final String DROP_INBOX = "DELETE FROM inbox WHERE iid = ?";
  private static final String DROP_TASKS = "DELETE FROM task WHERE iid = ?";
  private static final String DROP_TIMERS = "DELETE FROM timer WHERE iid = ?";
  private static final String REMEMBER_PURGED =
      "INSERT INTO meta (name, value)"
          + " SELECT 'purged_until_millis', last_turn_millis FROM instance WHERE iid = ?"
          + " ON CONFLICT (name) DO UPDATE SET value = max(value, excluded.value)";
  private static final String DROP_INSTANCE =
      "DELETE FROM instance WHERE iid = ? AND generation = ?";
  private static final String ADOPT = "UPDATE instance SET parent_iid = ? WHERE iid = ?";
  private static final String ORPHAN = "UPDATE instance SET parent_iid = NULL WHERE parent_iid = ?";

  private Changes() {}

  static void apply(Session session, Change change) throws SQLException {
    if (change instanceof Change.Create create) {
      InstanceTable.insert(session, create.instance());
    } else if (change instanceof Change.Renew renew) {
      expect(InstanceTable.renew(session, renew.instance(), renew.expectedLength()), change);
      drop(session, renew.instance().identity().row());
    } else if (change instanceof Change.Adopt adopt) {
      session.run(ADOPT, adopt.parent(), adopt.row());
      session.run(ORPHAN, adopt.row());
    } else if (change instanceof Change.Advance advance) {
      advance(session, advance);
    } else if (change instanceof Change.Receive receive) {
      byte[] event = receive.event().toByteArray();
      expect(session.run(RECEIVE, receive.sequence(), event, receive.row()) == 1, change);
    } else if (change instanceof Change.Consume consume) {
      int consumed = session.run(CONSUME, consume.row(), consume.first(), consume.last());
      expect(consumed == consume.count(), change);
    } else if (change instanceof Change.Keep keep) {
      long kept = session.number(COUNT, 0, keep.row(), keep.first(), keep.last());
      expect(kept == keep.count(), change);
    } else if (change instanceof Change.ClearInbox clear) {
      session.run(DROP_INBOX, clear.row());
    } else if (change instanceof Change.OpenTask open) {
      session.run(OPEN_TASK, open.row(), open.generation(), open.taskId());
    } else if (change instanceof Change.CloseTask close) {
      expect(session.run(CLOSE_TASK, close.row(), close.generation(), close.taskId()) == 1, change);
    } else if (change instanceof Change.DropTasks drop) {
      session.run(DROP_TASKS, drop.row());
    } else if (change instanceof Change.SetTimer set) {
      session.run(
          SET_TIMER, set.row(), set.generation(), set.timerId(), set.fireAt().toEpochMilli());
    } else if (change instanceof Change.FireTimer fire) {
      expect(session.run(FIRE_TIMER, fire.row(), fire.generation(), fire.timerId()) == 1, change);
    } else if (change instanceof Change.DropTimers drop) {
      session.run(DROP_TIMERS, drop.row());
    } else if (change instanceof Change.Expire expire) {
      session.run(EXPIRE, expire.at().toEpochMilli(), expire.row());
    } else if (change instanceof Change.Purge purge) {
      session.run(REMEMBER_PURGED, purge.row());
      expect(session.run(DROP_INSTANCE, purge.row(), purge.generation()) == 1, change);
      drop(session, purge.row());
      session.run(ORPHAN, purge.row());
    }
  }

  private static void advance(Session session, Change.Advance advance) throws SQLException {
    expect(InstanceTable.advance(session, advance.instance(), advance.expectedLength()), advance);
    session.run(
        APPEND,
        advance.instance().identity().row(),
        advance.expectedLength(),
        HistoryChunk.newBuilder().addAllEvents(advance.events()).build().toByteArray());
  }

  private static void drop(Session session, long row) throws SQLException {
    session.run(DROP_HISTORY, row);
    session.run(DROP_INBOX, row);
    session.run(DROP_TASKS, row);
    session.run(DROP_TIMERS, row);
  }

  private static void expect(boolean met, Change change) {
    if (!met) {
      throw new PreconditionFailedException("The instance is not as expected by: " + change);
    }
  }
}
