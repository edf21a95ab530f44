package travel.saga.engine.store.sqlite;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteConfig.JournalMode;
import org.sqlite.SQLiteConfig.SynchronousMode;
import org.sqlite.SQLiteDataSource;
import travel.saga.engine.store.StoreException;
import travel.saga.engine.store.Synchronous;

/** The file: how it is opened, and the version of its schema. */
class Database {
  static final int SCHEMA_VERSION = 4;
  private static final int PAGES_PER_CHECKPOINT = 4000;

  /** What a long read, such as a backup, has let grow beyond that is given back. */
  private static final int LONGEST_IDLE_LOG = 64 * 1024 * 1024;

  private final Path file;
  private final Synchronous synchronous;

  Database(Path file, Synchronous synchronous) {
    this.file = file;
    this.synchronous = synchronous;
  }

  /**
   * Opens the connection that writes, and brings the schema up to date.
   *
   * @throws StoreException if the file cannot be opened or was written by a later version
   */
  Session openWriter() {
    LogCheck log = LogCheck.of(file);
    Session session = open(false);
    try {
      migrate(session);
      log.assertWhole(session);
      return session;
    } catch (SQLException | IOException | StoreException e) {
      giveUp(session, e);
      throw e instanceof StoreException known ? known : unusable(e);
    }
  }

  Session openReader() {
    return open(true);
  }

  /** Reads the file alone; what it writes is another one. */
  Session openCopier() {
    return open(false);
  }

  Path file() {
    return file;
  }

  Connection connect(SQLiteDataSource source) throws SQLException {
    return source.getConnection();
  }

  private Session open(boolean readOnly) {
    if (Files.exists(file) && !Files.isWritable(file)) { // SQLite would say so at the first write
      throw new StoreException(FileFault.READ_ONLY.sentence(file, "no permission to write"));
    }
    SQLiteConfig config = new SQLiteConfig();
    config.setJournalMode(JournalMode.WAL);
    config.setSynchronous(
        switch (synchronous) {
          case FULL -> SynchronousMode.FULL;
          case NORMAL -> SynchronousMode.NORMAL;
        });
    config.setBusyTimeout(10_000);
    config.setGetGeneratedKeys(false); // each insert would prepare and run a query for them
    SQLiteDataSource source = new SQLiteDataSource(config);
    source.setUrl("jdbc:sqlite:" + file);
    try {
      Session session = new Session(connect(source));
      if (readOnly) {
        session.run("PRAGMA query_only = true");
      } else {
        session.query("PRAGMA wal_autocheckpoint = " + PAGES_PER_CHECKPOINT, row -> {});
        session.query("PRAGMA journal_size_limit = " + LONGEST_IDLE_LOG, row -> {});
      }
      return session;
    } catch (SQLException e) {
      throw unusable(e);
    }
  }

  private void migrate(Session session) throws SQLException, IOException {
    long version = session.number("PRAGMA user_version", 0);
    if (version > SCHEMA_VERSION) {
      throw new StoreException(
          "The data in "
              + file
              + " was written by a later version (schema "
              + version
              + ", this one knows "
              + SCHEMA_VERSION
              + "): start that version, or use another data directory.");
    }
    if (version == SCHEMA_VERSION) {
      return;
    }
    session.run("BEGIN IMMEDIATE"); // rolled back with the connection if a step fails
    for (long step = version + 1; step <= SCHEMA_VERSION; step++) {
      for (String statement : statements("schema-" + step + ".sql")) {
        session.run(statement);
      }
    }
    session.run("PRAGMA user_version = " + SCHEMA_VERSION);
    session.run("COMMIT");
    // In the file itself, so that a log which is lost does not take the tables with it.
    checkpoint(session);
  }

  private static List<String> statements(String name) throws IOException {
    try (InputStream resource = Database.class.getResourceAsStream(name)) {
      if (resource == null) {
        throw new IOException("the resource " + name + " is missing");
      }
      String text = new String(resource.readAllBytes(), StandardCharsets.UTF_8);
      List<String> statements = new ArrayList<>();
      for (String part : text.split(";\\R", -1)) {
        if (!part.isBlank()) {
          statements.add(part);
        }
      }
      return statements;
    }
  }

  /** For an operator, with what to do where that is known. */
  StoreException unusable(Exception cause) {
    FileFault fault = FileFault.of(cause);
    return new StoreException(
        fault == null
            ? "The data file " + file + " cannot be used: " + cause.getMessage()
            : fault.sentence(file, cause.getMessage()),
        cause);
  }

  /** Brings the log into the file. */
  static void checkpoint(Session session) throws SQLException {
    session.query("PRAGMA wal_checkpoint(TRUNCATE)", row -> {});
  }

  /** Closes what could not be used; but a damaged file, to which that writes, stays as it is. */
  static void giveUp(Session session, Exception cause) {
    if (FileFault.of(cause) != FileFault.DAMAGED) {
      close(session);
    }
  }

  static void close(Session session) {
    try {
      session.close();
    } catch (SQLException e) {
      // what was committed is safe, and there is nothing else to lose
    }
  }
}
