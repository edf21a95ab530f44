package travel.saga.engine;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;

/** Looks into the file of an engine that is closed. */
final class DataFile {
  private DataFile() {}

  static long count(Path directory, String table) throws SQLException {
    return number(directory, "SELECT count(*) FROM " + table);
  }

  static void execute(Path directory, String sql) throws SQLException {
    try (var connection = open(directory);
        var statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static Connection open(Path directory) throws SQLException {
    return DriverManager.getConnection("jdbc:sqlite:" + directory.resolve("engine.db"));
  }

  static long number(Path directory, String sql) throws SQLException {
    try (var connection = open(directory);
        var statement = connection.createStatement();
        var rows = statement.executeQuery(sql)) {
      return rows.next() ? rows.getLong(1) : 0;
    }
  }
}
