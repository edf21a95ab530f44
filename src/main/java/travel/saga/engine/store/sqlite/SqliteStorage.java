package travel.saga.engine.store.sqlite;

import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Optional;
import java.util.concurrent.Executor;
import travel.saga.engine.store.Backlog;
import travel.saga.engine.store.EventLog;
import travel.saga.engine.store.HistoryStore;
import travel.saga.engine.store.InstanceList;
import travel.saga.engine.store.StateStore;
import travel.saga.engine.store.StoreException;
import travel.saga.engine.store.Synchronous;

/** The stores on one file, sharing its writer and its readers. */
public final class SqliteStorage implements AutoCloseable {
  private static final int READERS = 3;

  private final Session session;
  private final FileHealth health;
  private final Writer writer;
  private final Readers readers;
  private final Copier copier;
  private final SqliteHistoryStore histories;
  private final SqliteInstanceList instances;
  private final SqliteStateStore states;
  private final SqliteEventLog events;

  private SqliteStorage(Database database, Session session, Executor completions)
      throws SQLException {
    this.session = session;
    Recovery recovery = new Recovery(session);
    Backlog backlog = recovery.backlog();
    this.health = new FileHealth(database.file());
    this.writer = new Writer(session, health, completions);
    this.readers = new Readers(database, health, READERS);
    this.copier = new Copier(database, health);
    this.histories = new SqliteHistoryStore(writer, readers, backlog, recovery.purgedUntilMillis());
    this.instances = new SqliteInstanceList(readers);
    this.states = new SqliteStateStore(writer, readers, backlog.epoch());
    this.events = new SqliteEventLog(writer);
  }

  /**
   * @param completions runs what follows a commit, one task a batch; it must run tasks in order
   * @throws StoreException if the file cannot be used
   */
  public static SqliteStorage open(Path file, Synchronous synchronous, Executor completions) {
    return open(new Database(file, synchronous), completions);
  }

  static SqliteStorage open(Database database, Executor completions) {
    Session session = database.openWriter();
    try {
      return new SqliteStorage(database, session, completions);
    } catch (SQLException e) {
      Database.giveUp(session, e);
      throw database.unusable(e);
    }
  }

  public HistoryStore histories() {
    return histories;
  }

  public InstanceList instances() {
    return instances;
  }

  public StateStore states() {
    return states;
  }

  public EventLog events() {
    return events;
  }

  /**
   * Copies everything that is stored into a new file, one copy at a time.
   *
   * @param target is made, and has to be deleted where this fails
   * @throws StoreException if that fails, or the storage is closed meanwhile
   */
  public void copyTo(Path target) {
    copier.copyTo(target);
  }

  /** Ends a copy that is being made; there is none from here on. */
  public void endCopies() {
    copier.close();
  }

  /** Why nothing is stored at present and what to do about it; empty while all is well. */
  public Optional<String> trouble() {
    return health.trouble();
  }

  /** Mutations that wait to be written. */
  public int writeQueueDepth() {
    return writer.depth();
  }

  /** Commits since the file was opened. */
  public long commits() {
    return writer.commits();
  }

  /** Mutations in those commits. */
  public long mutations() {
    return writer.committed();
  }

  /**
   * Writes what waits, brings the log into the file, and closes it. One that is not to be written
   * any more is left as the end of the process would leave it: closing would write to it.
   */
  @Override
  public void close() {
    copier.close(); // it would keep the log from being brought into the file
    writer.close();
    readers.close();
    if (health.isLast()) {
      return;
    }
    try {
      Database.checkpoint(session);
    } catch (SQLException e) {
      // the log stays beside the file and is read at the next start
    }
    Database.close(session);
  }
}
