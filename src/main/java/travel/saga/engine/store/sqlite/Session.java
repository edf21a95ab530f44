package travel.saga.engine.store.sqlite;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteConnection;

/** One connection with its prepared statements, which are kept. Used by one thread at a time. */
final class Session implements AutoCloseable {
  private final Connection connection;
  private final Map<String, PreparedStatement> statements = new HashMap<>();

  Session(Connection connection) {
    this.connection = connection;
  }

  /** Runs a statement that returns no rows and tells how many it changed. */
  int run(String sql, @Nullable Object... parameters) throws SQLException {
    try {
      return bound(sql, parameters).executeUpdate();
    } catch (SQLException e) {
      forget(sql);
      throw e;
    }
  }

  /** Hands every row to {@code row}. */
  void query(String sql, Row row, @Nullable Object... parameters) throws SQLException {
    try (ResultSet rows = bound(sql, parameters).executeQuery()) {
      while (rows.next()) {
        row.accept(rows);
      }
    } catch (SQLException e) {
      forget(sql);
      throw e;
    }
  }

  /** The first column of the first row, or {@code absent}. */
  long number(String sql, long absent, @Nullable Object... parameters) throws SQLException {
    try (ResultSet rows = bound(sql, parameters).executeQuery()) {
      return rows.next() ? rows.getLong(1) : absent;
    } catch (SQLException e) {
      forget(sql);
      throw e;
    }
  }

  /**
   * The driver finalises a statement that fails of a full disk; kept, it would never work again.
   */
  private void forget(String sql) {
    PreparedStatement failed = statements.remove(sql);
    if (failed != null) {
      try {
        failed.close();
      } catch (SQLException e) {
        // it is out of use either way
      }
    }
  }

  private PreparedStatement bound(String sql, @Nullable Object... parameters) throws SQLException {
    PreparedStatement statement = statements.get(sql);
    if (statement == null) {
      statement = connection.prepareStatement(sql);
      statements.put(sql, statement);
    }
    for (int i = 0; i < parameters.length; i++) {
      bind(statement, i + 1, parameters[i]);
    }
    return statement;
  }

  private static void bind(PreparedStatement statement, int index, @Nullable Object value)
      throws SQLException {
    if (value instanceof Long number) {
      statement.setLong(index, number);
    } else if (value instanceof Integer number) {
      statement.setInt(index, number);
    } else if (value instanceof String text) {
      statement.setString(index, text);
    } else if (value instanceof byte[] bytes) {
      statement.setBytes(index, bytes);
    } else if (value == null) {
      statement.setObject(index, null);
    } else {
      throw new IllegalArgumentException("No column holds a " + value.getClass().getName());
    }
  }

  /** Lets a statement that runs, on whatever thread, fail; has no effect where none does. */
  void interrupt() {
    try {
      connection.unwrap(SQLiteConnection.class).getDatabase().interrupt();
    } catch (SQLException e) {
      // the connection is closed, and nothing runs
    }
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }

  @FunctionalInterface
  interface Row {
    void accept(ResultSet row) throws SQLException;
  }
}
