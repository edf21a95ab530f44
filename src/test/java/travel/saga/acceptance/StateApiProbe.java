package travel.saga.acceptance;

import com.fasterxml.jackson.databind.JsonNode;
import io.dapr.durabletask.implementation.protobuf.OrchestratorService.GetInstanceHistoryRequest;
import io.dapr.durabletask.implementation.protobuf.OrchestratorService.HistoryEvent;
import io.dapr.durabletask.implementation.protobuf.TaskHubSidecarServiceGrpc;
import io.dapr.v1.CommonProtos.StateOptions.StateConsistency;
import io.dapr.v1.DaprGrpc;
import io.dapr.v1.DaprStateProtos.GetStateRequest;
import io.grpc.ManagedChannel;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import travel.saga.sidecar.Sidecar;
import travel.saga.sidecar.Subscriber;

/**
 * Reads any state store through its sidecar. The API lists no keys: which reservations there are
 * stands in the service's log, where each is entered before it is recorded.
 */
final class StateApiProbe implements LedgerProbe, AutoCloseable {
  private static final int SHARDS = 16;

  private final ManagedChannel channel;
  private final Subscriber subscriber;

  StateApiProbe(Sidecar sidecar, Subscriber subscriber) {
    this.channel = sidecar.openChannel();
    this.subscriber = subscriber;
  }

  @Override
  public Map<String, JsonNode> state(String prefix) {
    Map<String, JsonNode> state = new HashMap<>();
    for (String id : loggedReservations()) {
      String key = keyOf(prefix, id);
      get(key).ifPresent(row -> state.put(key, row));
    }
    return state;
  }

  private static String keyOf(String prefix, String reservationId) {
    return Arrays.stream(Ledger.values())
        .filter(ledger -> ledger.prefix().equals(prefix))
        .map(ledger -> ledger.keyOf(reservationId))
        .findFirst()
        .orElse(prefix + reservationId);
  }

  private Set<String> loggedReservations() {
    Set<String> ids = new HashSet<>();
    for (int shard = 0; shard < SHARDS; shard++) {
      String row = "log|" + Integer.toHexString(shard);
      get(row).ifPresent(last -> addAll(row, last, ids));
    }
    return ids;
  }

  private void addAll(String row, JsonNode last, Set<String> ids) {
    addEntries(last, ids);
    for (int page = 0; page < last.path("number").asInt(); page++) {
      addEntries(get(row + "|" + page).orElseThrow(), ids);
    }
  }

  private static void addEntries(JsonNode page, Set<String> ids) {
    page.path("entries").forEach(entry -> ids.add(entry.path("id").asText()));
  }

  private Optional<JsonNode> get(String key) {
    byte[] value =
        DaprGrpc.newBlockingStub(channel)
            .getState(
                GetStateRequest.newBuilder()
                    .setStoreName("statestore")
                    .setKey(key)
                    .setConsistency(StateConsistency.CONSISTENCY_STRONG)
                    .build())
            .getData()
            .toByteArray();
    return value.length == 0 ? Optional.empty() : Optional.of(LedgerProbe.json(value));
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
