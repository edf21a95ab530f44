package travel.saga.engine.store.sqlite;

import java.nio.file.Path;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import travel.saga.engine.store.StoreException;

/**
 * Copies the file as it is at one moment, on a connection of its own, while others read and write.
 * By {@code VACUUM INTO}, which reads every row in one transaction: SQLite's online backup begins
 * anew when another connection writes, unless it copies all in one step, and then takes damage for
 * data. Until it is done the log cannot be begun anew, and grows by what is written meanwhile.
 */
final class Copier implements AutoCloseable {
  private final Database database;
  private final FileHealth health;
  private @Nullable Session copying;
  private boolean closed;

  Copier(Database database, FileHealth health) {
    this.database = database;
    this.health = health;
  }

  /**
   * @param target is made, and has to be deleted where this fails
   * @throws StoreException if the file cannot be read, the target not be written, or on {@link
   *     #close}
   */
  void copyTo(Path target) {
    Session session = begin();
    try {
      session.run("VACUUM INTO ?", target.toString());
    } catch (SQLException e) {
      health.readFailed(e);
      throw new StoreException("The data could not be copied: " + e.getMessage(), e);
    } finally {
      end(session);
    }
  }

  private synchronized Session begin() {
    if (closed) {
      throw new StoreException("The engine is closed.");
    }
    Session session = database.openCopier();
    copying = session;
    return session;
  }

  private synchronized void end(Session session) {
    copying = null;
    Database.close(session);
    notifyAll();
  }

  /** Ends a copy that is being made, and waits for that. */
  @Override
  public synchronized void close() {
    closed = true;
    boolean interrupted = false;
    while (copying != null) {
      try {
        copying.interrupt();
        wait(10); // once more: an interrupt before the statement has begun is lost
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
