package travel.saga.acceptance;

import com.fasterxml.jackson.databind.JsonNode;
import io.dapr.durabletask.implementation.protobuf.OrchestratorService.GetInstanceHistoryRequest;
import io.dapr.durabletask.implementation.protobuf.OrchestratorService.HistoryEvent;
import io.dapr.durabletask.implementation.protobuf.TaskHubSidecarServiceGrpc;
import io.grpc.ManagedChannel;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import travel.saga.sidecar.Sidecar;
import travel.saga.sidecar.SqliteFile;
import travel.saga.sidecar.Subscriber;

/** Reads daprd's SQLite file beside it, asks it for histories, and has a subscriber's events. */
final class DaprLedgerProbe implements LedgerProbe, AutoCloseable {
  private static final String STATE =
      "SELECT key, value FROM state WHERE substr(key, 1, length(?1)) = ?1";
  private static final String KEYS_OF_APP = DaprEngine.APP_ID + "||";

  private final SqliteFile file;
  private final ManagedChannel channel;
  private final Subscriber subscriber;

  DaprLedgerProbe(Path stateFile, Sidecar sidecar, Subscriber subscriber) {
    this.file = new SqliteFile(stateFile);
    this.channel = sidecar.openChannel();
    this.subscriber = subscriber;
  }

  /** The component keeps bytes as Base64. */
  @Override
  public Map<String, JsonNode> state(String prefix) {
    Map<String, JsonNode> state = new HashMap<>();
    file.query(
        STATE,
        row ->
            state.put(
                row.getString(1).substring(KEYS_OF_APP.length()),
                LedgerProbe.json(Base64.getDecoder().decode(row.getString(2)))),
        KEYS_OF_APP + prefix);
    return state;
  }

  @Override
  public List<PublishedEvent> publishedEvents() {
    return subscriber.received().stream()
        .map(received -> new PublishedEvent(received.topic(), received.cloudEvent()))
        .toList();
  }

  @Override
  public List<HistoryEvent> historyOf(String reservationId) {
    return TaskHubSidecarServiceGrpc.newBlockingStub(channel)
        .getInstanceHistory(
            GetInstanceHistoryRequest.newBuilder().setInstanceId(reservationId).build())
        .getEventsList();
  }

  @Override
  public void close() {
    channel.shutdownNow();
  }
}
