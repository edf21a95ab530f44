package travel.saga.engine.store.sqlite;

import com.google.protobuf.InvalidProtocolBufferException;
import io.dapr.durabletask.implementation.protobuf.OrchestratorService.OrchestrationStatus;
import io.dapr.durabletask.implementation.protobuf.OrchestratorService.TaskFailureDetails;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import travel.saga.engine.history.Extent;
import travel.saga.engine.history.Identity;
import travel.saga.engine.history.Instance;
import travel.saga.engine.history.Payloads;
import travel.saga.engine.history.Progress;
import travel.saga.engine.store.InstanceList;

/** Rows of the table {@code instance}. */
final class InstanceTable {
  private static final String INSERT =
      "INSERT INTO instance (iid, id, generation, execution_id, name, status, created_millis,"
          + " updated_millis, completed_millis, start_at_millis, input, output, custom_status,"
          + " failure, history_length, history_bytes, last_turn_millis)"
          + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";
  private static final String RENEW =
      "UPDATE instance SET generation = ?, execution_id = ?, name = ?, status = ?,"
          + " created_millis = ?, updated_millis = ?, completed_millis = NULL, start_at_millis = ?,"
          + " input = ?, output = NULL, custom_status = NULL, failure = NULL, history_length = 0,"
          + " history_bytes = 0, last_turn_millis = ?, purge_at_millis = NULL"
          + " WHERE iid = ? AND generation = ? AND history_length = ?";
  private static final String ADVANCE =
      "UPDATE instance SET status = ?, updated_millis = ?, completed_millis = ?, output = ?,"
          + " custom_status = ?, failure = ?, history_length = ?, history_bytes = ?,"
          + " last_turn_millis = ? WHERE iid = ? AND generation = ? AND history_length = ?";
  private static final String FIND = "SELECT * FROM instance WHERE id = ?";

  private InstanceTable() {}

  static void insert(Session session, Instance instance) throws SQLException {
    Identity identity = instance.identity();
    Progress progress = instance.progress();
    Payloads payloads = instance.payloads();
    session.run(
        INSERT,
        identity.row(),
        identity.id(),
        identity.generation(),
        identity.executionId(),
        identity.name(),
        progress.status().getNumber(),
        progress.created().toEpochMilli(),
        progress.updated().toEpochMilli(),
        millis(progress.completed()),
        millis(progress.startAt()),
        payloads.input(),
        payloads.output(),
        payloads.customStatus(),
        bytes(payloads.failure()),
        instance.extent().length(),
        instance.extent().bytes(),
        instance.extent().lastTurnMillis());
  }

  /** Whether the row was as expected, at the generation before. */
  static boolean renew(Session session, Instance instance, int expectedLength) throws SQLException {
    Identity identity = instance.identity();
    Progress progress = instance.progress();
    return 1
        == session.run(
            RENEW,
            identity.generation(),
            identity.executionId(),
            identity.name(),
            progress.status().getNumber(),
            progress.created().toEpochMilli(),
            progress.updated().toEpochMilli(),
            millis(progress.startAt()),
            instance.payloads().input(),
            instance.extent().lastTurnMillis(),
            identity.row(),
            identity.generation() - 1,
            expectedLength);
  }

  /** Whether the row was as expected. */
  static boolean advance(Session session, Instance instance, int expectedLength)
      throws SQLException {
    Progress progress = instance.progress();
    Payloads payloads = instance.payloads();
    return 1
        == session.run(
            ADVANCE,
            progress.status().getNumber(),
            progress.updated().toEpochMilli(),
            millis(progress.completed()),
            payloads.output(),
            payloads.customStatus(),
            bytes(payloads.failure()),
            instance.extent().length(),
            instance.extent().bytes(),
            instance.extent().lastTurnMillis(),
            instance.identity().row(),
            instance.identity().generation(),
            expectedLength);
  }

  static @Nullable Instance find(Session session, String id) throws SQLException {
    Instance[] found = new Instance[1];
    session.query(FIND, row -> found[0] = read(row), id);
    return found[0];
  }

  private static Instance read(ResultSet row) throws SQLException {
    Payloads payloads =
        new Payloads(
            row.getString("input"),
            row.getString("output"),
            row.getString("custom_status"),
            failure(row.getBytes("failure")));
    Extent extent =
        new Extent(
            row.getInt("history_length"),
            row.getLong("history_bytes"),
            row.getLong("last_turn_millis"));
    return new Instance(identity(row), progress(row), payloads, extent);
  }

  /** The row without its payloads. */
  static InstanceList.Row row(ResultSet row) throws SQLException {
    return new InstanceList.Row(identity(row), progress(row));
  }

  private static Identity identity(ResultSet row) throws SQLException {
    return new Identity(
        row.getLong("iid"),
        row.getString("id"),
        row.getInt("generation"),
        row.getString("execution_id"),
        row.getString("name"));
  }

  private static Progress progress(ResultSet row) throws SQLException {
    return new Progress(
        status(row.getInt("status")),
        Instant.ofEpochMilli(row.getLong("created_millis")),
        Instant.ofEpochMilli(row.getLong("updated_millis")),
        instant(row, "completed_millis"),
        instant(row, "start_at_millis"));
  }

  static OrchestrationStatus status(int number) throws SQLException {
    OrchestrationStatus status = OrchestrationStatus.forNumber(number);
    if (status == null) {
      throw new UnreadableException("no status has the number " + number);
    }
    return status;
  }

  private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
    long millis = row.getLong(column);
    return row.wasNull() ? null : Instant.ofEpochMilli(millis);
  }

  private static @Nullable Long millis(@Nullable Instant time) {
    return time == null ? null : time.toEpochMilli();
  }

  private static byte @Nullable [] bytes(@Nullable TaskFailureDetails failure) {
    return failure == null ? null : failure.toByteArray();
  }

  private static @Nullable TaskFailureDetails failure(byte @Nullable [] bytes) throws SQLException {
    try {
      return bytes == null ? null : TaskFailureDetails.parseFrom(bytes);
    } catch (InvalidProtocolBufferException e) {
      throw new UnreadableException("a stored failure is unreadable", e);
    }
  }
}
