package travel.saga.engine.store.sqlite;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteDataSource;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;
import travel.saga.engine.store.Synchronous;

/** A file whose commits or reads fail as SQLite would have them fail, for as long as told to. */
final class FaultyDatabase extends Database {
  private volatile @Nullable Fault fault;

  FaultyDatabase(Path file) {
    super(file, Synchronous.NORMAL);
  }

  /**
   * @param begins how the statements begin that fail
   */
  void fail(String begins, SQLiteErrorCode code) {
    fault = new Fault(begins, code);
  }

  void mend() {
    fault = null;
  }

  @Override
  Connection connect(SQLiteDataSource source) throws SQLException {
    Connection connection = super.connect(source);
    return proxy(
        Connection.class,
        connection,
        (name, arguments, result) ->
            name.equals("prepareStatement") ? faulty((String) arguments[0], result) : result);
  }

  private Object faulty(String sql, Object statement) {
    return proxy(
        PreparedStatement.class,
        (PreparedStatement) statement,
        (name, arguments, result) -> result,
        name -> {
          Fault now = fault;
          if (now != null && name.startsWith("execute") && sql.startsWith(now.begins)) {
            throw new SQLiteException("injected: " + now.code.message, now.code);
          }
        });
  }

  private static <T> T proxy(Class<T> type, T real, Result step) {
    return proxy(type, real, step, name -> {});
  }

  private static <T> T proxy(Class<T> type, T real, Result step, Before before) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (proxy, method, arguments) -> {
              before.call(method.getName());
              try {
                return step.of(method.getName(), arguments, method.invoke(real, arguments));
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            }));
  }

  private interface Result {
    Object of(String name, Object[] arguments, Object result);
  }

  private interface Before {
    void call(String name) throws SQLException;
  }

  private record Fault(String begins, SQLiteErrorCode code) {}
}
