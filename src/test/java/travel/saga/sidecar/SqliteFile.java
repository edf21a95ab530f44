package travel.saga.sidecar;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.sqlite.SQLiteConfig;

/** A database that another process writes, read beside it. */
public record SqliteFile(Path file) {
  /** What is made of one row. */
  public interface Row<T> {
    T read(ResultSet row) throws SQLException;
  }

  public <T> List<T> query(String sql, Row<T> rowType, String... parameters) {
    SQLiteConfig config = new SQLiteConfig();
    config.enforceForeignKeys(false);
    config.setBusyTimeout(10_000);
    try (Connection connection = config.createConnection("jdbc:sqlite:" + file);
        PreparedStatement statement = connection.prepareStatement(sql)) {
      connection.createStatement().execute("PRAGMA query_only = true");
      for (int i = 0; i < parameters.length; i++) {
        statement.setString(i + 1, parameters[i]);
      }
      List<T> rows = new ArrayList<>();
      ResultSet result = statement.executeQuery();
      while (result.next()) {
        rows.add(rowType.read(result));
      }
      return rows;
    } catch (SQLException e) {
      throw new IllegalStateException("cannot read " + file, e);
    }
  }
}
