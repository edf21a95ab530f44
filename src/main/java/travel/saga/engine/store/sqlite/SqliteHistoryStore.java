package travel.saga.engine.store.sqlite;

import com.google.protobuf.InvalidProtocolBufferException;
import io.dapr.durabletask.implementation.protobuf.OrchestratorService.HistoryChunk;
import io.dapr.durabletask.implementation.protobuf.OrchestratorService.HistoryEvent;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import travel.saga.engine.history.Instance;
import travel.saga.engine.store.Backlog;
import travel.saga.engine.store.Change;
import travel.saga.engine.store.HistoryStore;
import travel.saga.engine.store.StoredRun;
import travel.saga.engine.store.StoredRun.Received;

/** Instances as rows, their history as one row a turn. */
final class SqliteHistoryStore implements HistoryStore {
  private static final String CHUNKS = "SELECT events FROM history WHERE iid = ? ORDER BY seq";
  private static final String INBOX = "SELECT seq, event FROM inbox WHERE iid = ? ORDER BY seq";
  private static final String TASKS =
      "SELECT event_id FROM task WHERE iid = ? AND generation = ? ORDER BY event_id";
  private static final String PAGE =
      "SELECT iid, id FROM instance WHERE iid > ? ORDER BY iid LIMIT ?";

  private static final String EXPIRING =
      "SELECT id, iid, generation, last_turn_millis, purge_at_millis FROM instance"
          + " WHERE purge_at_millis IS NOT NULL ORDER BY purge_at_millis LIMIT ?";

  private static final String CHILDREN =
      "SELECT id FROM instance WHERE parent_iid = ? ORDER BY iid";
  private static final String ACTIVE_CHILDREN =
      "SELECT id FROM instance WHERE parent_iid = ? AND completed_millis IS NULL ORDER BY iid";

  private final Writer writer;
  private final Readers readers;
  private final Backlog backlog;
  private final long purgedUntilMillis;

  SqliteHistoryStore(Writer writer, Readers readers, Backlog backlog, long purgedUntilMillis) {
    this.writer = writer;
    this.readers = readers;
    this.backlog = backlog;
    this.purgedUntilMillis = purgedUntilMillis;
  }

  @Override
  public Backlog backlog() {
    return backlog;
  }

  @Override
  public long purgedUntilMillis() {
    return purgedUntilMillis;
  }

  @Override
  public boolean isSaturated() {
    return writer.isSaturated();
  }

  @Override
  @SuppressWarnings("NullAway") // the only value of a Void is null
  public CompletableFuture<Void> commit(List<Change> changes) {
    return writer.submit(
        session -> {
          for (Change change : changes) {
            Changes.apply(session, change);
          }
          return null;
        });
  }

  @Override
  public CompletableFuture<Optional<Instance>> find(String instanceId) {
    return readers.submit(session -> Optional.ofNullable(InstanceTable.find(session, instanceId)));
  }

  @Override
  public CompletableFuture<Optional<StoredRun>> load(String instanceId) {
    return readers.submitTogether(session -> Optional.ofNullable(load(session, instanceId)));
  }

  private static @Nullable StoredRun load(Session session, String instanceId) throws SQLException {
    Instance instance = InstanceTable.find(session, instanceId);
    if (instance == null) {
      return null;
    }
    long row = instance.identity().row();
    List<HistoryEvent> history = new ArrayList<>();
    session.query(CHUNKS, chunk -> history.addAll(events(chunk.getBytes(1))), row);
    List<Received> inbox = new ArrayList<>();
    session.query(
        INBOX, entry -> inbox.add(new Received(entry.getLong(1), event(entry.getBytes(2)))), row);
    List<Integer> tasks = new ArrayList<>();
    session.query(TASKS, task -> tasks.add(task.getInt(1)), row, instance.identity().generation());
    return new StoredRun(instance, history, inbox, tasks, ids(session, ACTIVE_CHILDREN, row));
  }

  private static List<String> ids(Session session, String sql, long row) throws SQLException {
    List<String> ids = new ArrayList<>();
    session.query(sql, child -> ids.add(child.getString(1)), row);
    return ids;
  }

  @Override
  public CompletableFuture<List<String>> children(long row) {
    return readers.submit(session -> ids(session, CHILDREN, row));
  }

  @Override
  public CompletableFuture<List<Listed>> list(long after, int limit) {
    return readers.submit(
        session -> {
          List<Listed> page = new ArrayList<>();
          session.query(
              PAGE, row -> page.add(new Listed(row.getLong(1), row.getString(2))), after, limit);
          return page;
        });
  }

  @Override
  public CompletableFuture<List<Expiring>> expiring(int limit) {
    return readers.submit(
        session -> {
          List<Expiring> first = new ArrayList<>();
          session.query(
              EXPIRING,
              row ->
                  first.add(
                      new Expiring(
                          row.getString(1),
                          row.getLong(2),
                          row.getInt(3),
                          row.getLong(4),
                          Instant.ofEpochMilli(row.getLong(5)))),
              limit);
          return first;
        });
  }

  private static List<HistoryEvent> events(byte[] chunk) throws SQLException {
    try {
      return HistoryChunk.parseFrom(chunk).getEventsList();
    } catch (InvalidProtocolBufferException e) {
      throw new UnreadableException("a stored turn is unreadable", e);
    }
  }

  private static HistoryEvent event(byte[] bytes) throws SQLException {
    try {
      return HistoryEvent.parseFrom(bytes);
    } catch (InvalidProtocolBufferException e) {
      throw new UnreadableException("a stored event is unreadable", e);
    }
  }
}
