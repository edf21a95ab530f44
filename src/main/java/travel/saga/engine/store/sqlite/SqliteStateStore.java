package travel.saga.engine.store.sqlite;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import travel.saga.engine.store.StateStore;

/** Values, each with a version out of one counter. */
final class SqliteStateStore implements StateStore {
  private static final String INSERT =
      "INSERT INTO state (store, key, value, version) VALUES (?, ?, ?, ?)"
          + " ON CONFLICT (store, key) DO ";
  private static final String PUT =
      INSERT + "UPDATE SET value = excluded.value, version = excluded.version";
  private static final String PUT_ABSENT = INSERT + "NOTHING";
  private static final String PUT_VERSION =
      "UPDATE state SET value = ?, version = ? WHERE store = ? AND key = ? AND version = ?";
  private static final String DELETE = "DELETE FROM state WHERE store = ? AND key = ?";
  private static final String DELETE_VERSION = DELETE + " AND version = ?";
  private static final String GET = "SELECT value, version FROM state WHERE store = ? AND key = ?";
  private static final String KEYS =
      "SELECT key FROM state WHERE store = ? AND key >= ? AND key < ? AND key > ?"
          + " ORDER BY key LIMIT ?";
  private static final String DESCENDING =
      "SELECT key, value, version FROM state WHERE store = ? AND key >= ? AND key < ?"
          + " ORDER BY key DESC LIMIT ?";
  private static final String COUNT =
      "SELECT count(*) FROM state WHERE store = ? AND key >= ? AND key < ?";
  private static final int VERSIONS_OF_AN_EPOCH_BITS = 40;

  private final Writer writer;
  private final Readers readers;
  private long lastVersion; // the writer's thread alone uses it

  /**
   * @param epoch is another at every opening of the file, so that no version comes twice
   */
  SqliteStateStore(Writer writer, Readers readers, long epoch) {
    this.writer = writer;
    this.readers = readers;
    this.lastVersion = epoch << VERSIONS_OF_AN_EPOCH_BITS;
  }

  @Override
  public CompletableFuture<Optional<String>> write(String store, List<Write> writes) {
    if (writes.size() == 1) {
      return writer.submit(session -> Optional.ofNullable(apply(session, store, writes.get(0))));
    }
    return writer.submit(session -> Optional.ofNullable(applyAll(session, store, writes)));
  }

  private @Nullable String applyAll(Session session, String store, List<Write> writes)
      throws SQLException {
    session.run("SAVEPOINT writes");
    for (Write write : writes) {
      String unmet = apply(session, store, write);
      if (unmet != null) {
        session.run("ROLLBACK TO writes");
        session.run("RELEASE writes");
        return unmet;
      }
    }
    session.run("RELEASE writes");
    return null;
  }

  private @Nullable String apply(Session session, String store, Write write) throws SQLException {
    boolean met =
        write instanceof Write.Put put ? put(session, store, put) : delete(session, store, write);
    return met ? null : write.key();
  }

  private boolean put(Session session, String store, Write.Put put) throws SQLException {
    long version = ++lastVersion;
    if (put.expect() instanceof Expect.Absent) {
      return session.run(PUT_ABSENT, store, put.key(), put.value(), version) == 1;
    }
    if (put.expect() instanceof Expect.Version exact) {
      Long known = number(exact);
      return known != null
          && session.run(PUT_VERSION, put.value(), version, store, put.key(), known) == 1;
    }
    session.run(PUT, store, put.key(), put.value(), version);
    return true;
  }

  private static boolean delete(Session session, String store, Write delete) throws SQLException {
    if (delete.expect() instanceof Expect.Version exact) {
      Long known = number(exact);
      return known != null && session.run(DELETE_VERSION, store, delete.key(), known) == 1;
    }
    session.run(DELETE, store, delete.key());
    return true;
  }

  /** Null for an ETag that this store never gave out. */
  private static @Nullable Long number(Expect.Version expected) {
    try {
      long version = Long.parseLong(expected.etag());
      return expected.etag().equals(Long.toString(version)) ? version : null;
    } catch (NumberFormatException e) {
      return null;
    }
  }

  @Override
  public CompletableFuture<List<Value>> read(String store, List<String> keys) {
    return readers.submit(
        session -> {
          List<Value> values = new ArrayList<>(keys.size());
          for (String key : keys) {
            session.query(
                GET,
                row -> values.add(new Value(key, row.getBytes(1), Long.toString(row.getLong(2)))),
                store,
                key);
          }
          return values;
        });
  }

  @Override
  public List<String> keys(String store, String prefix, @Nullable String after, int limit) {
    return readers.call(
        session -> {
          List<String> keys = new ArrayList<>();
          session.query(
              KEYS,
              row -> keys.add(row.getString(1)),
              store,
              prefix,
              end(prefix),
              after == null ? "" : after,
              limit);
          return keys;
        });
  }

  @Override
  public List<Value> descending(String store, String prefix, @Nullable String before, int limit) {
    return readers.call(
        session -> {
          List<Value> values = new ArrayList<>();
          session.query(
              DESCENDING,
              row ->
                  values.add(
                      new Value(row.getString(1), row.getBytes(2), Long.toString(row.getLong(3)))),
              store,
              prefix,
              before == null ? end(prefix) : before,
              limit);
          return values;
        });
  }

  @Override
  public long count(String store, String prefix) {
    return readers.call(session -> session.number(COUNT, 0, store, prefix, end(prefix)));
  }

  /**
   * The first key behind all that have the prefix: the prefix with its last character raised. Where
   * none can be raised, an empty blob, which SQLite sorts behind every text.
   */
  private static Object end(String prefix) {
    int[] characters = prefix.codePoints().toArray();
    for (int last = characters.length - 1; last >= 0; last--) {
      if (characters[last] < Character.MAX_CODE_POINT) {
        int next = characters[last] + 1;
        characters[last] = next == Character.MIN_SURROGATE ? Character.MAX_SURROGATE + 1 : next;
        return new String(characters, 0, last + 1);
      }
    }
    return new byte[0];
  }
}
