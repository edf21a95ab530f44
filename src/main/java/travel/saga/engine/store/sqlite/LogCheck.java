package travel.saga.engine.store.sqlite;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;

/**
 * Tells a log that was cut behind what is in the file already. Most of a log is copied into the
 * file before it is begun anew; until then SQLite takes what the log has of a page for newer than
 * the page in the file, and would show a cut log's old pages among the new ones of the file. So
 * every commit is counted in a row, which the log can only show as it is in the file, or newer.
 */
final class LogCheck {
  /** Part of every commit. */
  static final String COUNT =
      "INSERT INTO meta (name, value) VALUES ('commits', 1)"
          + " ON CONFLICT (name) DO UPDATE SET value = value + 1";

  private static final String COMMITS = "SELECT value FROM meta WHERE name = 'commits'";

  private final long inFile;

  private LogCheck(long inFile) {
    this.inFile = inFile;
  }

  /** Before the file is opened with its log, which opening may change. */
  static LogCheck of(Path file) {
    Path log = file.resolveSibling(file.getFileName() + "-wal");
    return new LogCheck(log.toFile().length() > 0 ? commitsInFile(file) : 0);
  }

  /** Of the file without its log; 0 where it cannot be read so, which the log may mend. */
  private static long commitsInFile(Path file) {
    String url = "jdbc:sqlite:file:" + file.toUri().getRawPath() + "?immutable=1";
    try (Connection connection = DriverManager.getConnection(url);
        Session session = new Session(connection)) {
      return session.number(COMMITS, 0);
    } catch (SQLException e) {
      return 0;
    }
  }

  void assertWhole(Session withLog) throws SQLException {
    long shown = withLog.number(COMMITS, 0);
    if (shown < inFile) {
      throw new UnreadableException(
          "its log ends at commit " + shown + ", though the file has had commit " + inFile);
    }
  }
}
