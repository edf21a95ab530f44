package travel.saga.dapr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import io.dapr.v1.DaprGrpc;
import io.dapr.v1.DaprStateProtos.BulkStateItem;
import io.dapr.v1.DaprStateProtos.GetBulkStateRequest;
import io.dapr.v1.DaprStateProtos.GetBulkStateResponse;
import io.dapr.v1.DaprStateProtos.GetStateRequest;
import io.dapr.v1.DaprStateProtos.GetStateResponse;
import io.grpc.ManagedChannel;
import io.grpc.Server;
import io.grpc.Status;
import io.grpc.inprocess.InProcessChannelBuilder;
import io.grpc.inprocess.InProcessServerBuilder;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import travel.saga.ledger.KeyValueStore;
import travel.saga.ledger.KeyValueStore.Entry;
import travel.saga.reservation.EngineUnavailableException;

/** Reads of many keys, behind a sidecar whose bulk call does not tell all that is stored. */
class BulkReadTest {
  private static final Set<String> STORED = Set.of("a", "b", "c");

  private final Sidecar sidecar = new Sidecar();
  private Server server;
  private ManagedChannel channel;
  private KeyValueStore store;

  @BeforeEach
  void start() throws IOException {
    server =
        InProcessServerBuilder.forName("bulk").directExecutor().addService(sidecar).build().start();
    channel = InProcessChannelBuilder.forName("bulk").directExecutor().build();
    GrpcCalls calls = new GrpcCalls(channel, Runnable::run, Duration.ofSeconds(30));
    store = new DaprKeyValueStore(calls, "statestore", false);
  }

  @AfterEach
  void stop() {
    channel.shutdownNow();
    server.shutdownNow();
  }

  @Test
  void asksAgainForWhatTheBulkCallLeavesOutOrCouldNotRead() {
    sidecar.leftOut = Set.of("b");
    sidecar.unread = Set.of("c");

    Map<String, Entry> found = read("a", "b", "c", "nothing");

    assertThat(found).containsOnlyKeys("a", "b", "c");
    assertThat(found.values()).extracting(Entry::etag).containsOnly("1");
    assertThat(found.values()).extracting(entry -> new String(entry.value())).contains("b", "c");
    assertThat(sidecar.single)
        .as("strongly consistent reads of these alone")
        .containsExactlyInAnyOrder(
            "b CONSISTENCY_STRONG", "c CONSISTENCY_STRONG", "nothing CONSISTENCY_STRONG");
  }

  @Test
  void asksForNothingAgainThatTheBulkCallHasTold() {
    assertThat(read("a", "b", "c")).containsOnlyKeys("a", "b", "c");
    assertThat(sidecar.single).isEmpty();
  }

  @Test
  void takesNothingForAbsentThatCannotBeRead() {
    sidecar.leftOut = Set.of("b");
    sidecar.away = true;

    assertThatThrownBy(() -> read("a", "b")).hasCauseInstanceOf(EngineUnavailableException.class);
  }

  private Map<String, Entry> read(String... keys) {
    return store.getAll(List.of(keys)).toCompletableFuture().join();
  }

  private static final class Sidecar extends DaprGrpc.DaprImplBase {
    private final List<String> single = new ArrayList<>();
    private Set<String> leftOut = Set.of();
    private Set<String> unread = Set.of();
    private boolean away;

    @Override
    public void getBulkState(
        GetBulkStateRequest request, StreamObserver<GetBulkStateResponse> answer) {
      GetBulkStateResponse.Builder response = GetBulkStateResponse.newBuilder();
      request.getKeysList().stream()
          .filter(key -> !leftOut.contains(key))
          .forEach(key -> response.addItems(item(key)));
      answer.onNext(response.build());
      answer.onCompleted();
    }

    private BulkStateItem item(String key) {
      BulkStateItem.Builder item = BulkStateItem.newBuilder().setKey(key);
      if (unread.contains(key)) {
        return item.setError("the store did not answer").build();
      }
      return STORED.contains(key)
          ? item.setData(ByteString.copyFromUtf8(key)).setEtag("1").build()
          : item.build();
    }

    @Override
    public void getState(GetStateRequest request, StreamObserver<GetStateResponse> answer) {
      single.add(request.getKey() + " " + request.getConsistency());
      if (away) {
        answer.onError(Status.UNAVAILABLE.asRuntimeException());
        return;
      }
      GetStateResponse.Builder response = GetStateResponse.newBuilder();
      if (STORED.contains(request.getKey())) {
        response.setData(ByteString.copyFromUtf8(request.getKey())).setEtag("1");
      }
      answer.onNext(response.build());
      answer.onCompleted();
    }
  }
}
