package travel.saga.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import io.dapr.v1.CommonProtos.Etag;
import io.dapr.v1.CommonProtos.StateItem;
import io.dapr.v1.CommonProtos.StateOptions;
import io.dapr.v1.CommonProtos.StateOptions.StateConcurrency;
import io.dapr.v1.DaprGrpc;
import io.dapr.v1.DaprGrpc.DaprBlockingStub;
import io.dapr.v1.DaprMetadataProtos.GetMetadataRequest;
import io.dapr.v1.DaprPubsubProtos.PublishEventRequest;
import io.dapr.v1.DaprStateProtos.BulkStateItem;
import io.dapr.v1.DaprStateProtos.DeleteBulkStateRequest;
import io.dapr.v1.DaprStateProtos.DeleteStateRequest;
import io.dapr.v1.DaprStateProtos.ExecuteStateTransactionRequest;
import io.dapr.v1.DaprStateProtos.GetBulkStateRequest;
import io.dapr.v1.DaprStateProtos.GetStateRequest;
import io.dapr.v1.DaprStateProtos.GetStateResponse;
import io.dapr.v1.DaprStateProtos.SaveStateRequest;
import io.dapr.v1.DaprStateProtos.TransactionalStateOperation;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.Status.Code;
import io.grpc.StatusRuntimeException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StateApiTest {
  private static final String STORE = "statestore";

  @TempDir Path directory;
  private EmbeddedEngine engine;
  private ManagedChannel channel;
  private DaprBlockingStub dapr;

  @BeforeEach
  void open() {
    engine = EmbeddedEngine.start(EngineSettings.of(directory));
    channel = engine.openChannel();
    dapr = DaprGrpc.newBlockingStub(channel);
  }

  @AfterEach
  void close() {
    channel.shutdownNow();
    engine.close();
  }

  @Test
  void readsWhatWasWrittenAndNothingForAMissingKey() {
    save(item("k", "v"));
    assertThat(get("k").getData().toStringUtf8()).isEqualTo("v");
    assertThat(get("missing")).isEqualTo(GetStateResponse.getDefaultInstance());
  }

  @Test
  void keepsBytesAsTheyAre() {
    ByteString bytes = ByteString.copyFrom(new byte[] {0, -1, 7, 0});
    save(StateItem.newBuilder().setKey("k").setValue(bytes));
    assertThat(get("k").getData()).isEqualTo(bytes);
  }

  @Test
  void givesEveryWriteAnEtagThatNeverComesAgain() {
    Set<String> etags = new HashSet<>();
    for (int i = 0; i < 5; i++) {
      save(item("k", "same"));
      assertThat(etags.add(get("k").getEtag())).isTrue();
      delete("k", "");
    }
    close();
    open();
    save(item("k", "same"));
    assertThat(etags.add(get("k").getEtag())).isTrue();
  }

  @Test
  void abortsAWriteWithAStaleEtag() {
    save(item("k", "1"));
    String etag = get("k").getEtag();
    save(item("k", "2").setEtag(etag(etag)));
    assertFails(Code.ABORTED, () -> save(item("k", "3").setEtag(etag(etag))));
    assertFails(Code.ABORTED, () -> save(item("missing", "3").setEtag(etag(etag))));
    assertThat(get("k").getData().toStringUtf8()).isEqualTo("2");
  }

  @Test
  void letsOnlyTheFirstWriteThrough() {
    save(firstWrite("k", "1"));
    assertFails(Code.ABORTED, () -> save(firstWrite("k", "2")));
    assertFails(Code.ABORTED, () -> save(firstWrite("k", "2").setEtag(etag(""))));
    save(firstWrite("k", "2").setEtag(etag(get("k").getEtag())));
    delete("k", "");
    save(firstWrite("k", "3"));
    assertThat(get("k").getData().toStringUtf8()).isEqualTo("3");
  }

  @Test
  void abortsADeleteWithAStaleEtag() {
    save(item("k", "1"));
    assertFails(Code.ABORTED, () -> delete("k", "999"));
    delete("k", get("k").getEtag());
    assertFails(Code.ABORTED, () -> delete("k", "999"));
    delete("k", "");
  }

  @Test
  void savesTheOthersWhenOneOfSeveralItemsIsStale() {
    save(item("b", "1"));
    assertFails(
        Code.ABORTED,
        () ->
            dapr.saveState(
                SaveStateRequest.newBuilder()
                    .setStoreName(STORE)
                    .addStates(item("a", "2"))
                    .addStates(firstWrite("b", "2"))
                    .addStates(item("c", "2"))
                    .build()));
    assertThat(bulk("a", "b", "c", "d").stream().map(i -> i.getData().toStringUtf8()))
        .containsExactly("2", "1", "2", "");
  }

  @Test
  void deletesSeveralKeys() {
    save(item("a", "1"));
    save(item("b", "1"));
    dapr.deleteBulkState(
        DeleteBulkStateRequest.newBuilder()
            .setStoreName(STORE)
            .addStates(StateItem.newBuilder().setKey("a"))
            .addStates(StateItem.newBuilder().setKey("b"))
            .build());
    assertThat(engine.keys(STORE, "", null, 10)).isEmpty();
  }

  @Test
  void doesATransactionWhollyOrNotAtAll() {
    save(item("a", "1"));
    save(item("b", "1"));
    String etag = get("a").getEtag();
    transact(upsert(item("a", "2").setEtag(etag(etag))), remove("b"), upsert(item("c", "2")));
    assertFails(
        Code.INTERNAL,
        () -> transact(upsert(item("c", "3")), upsert(item("a", "3").setEtag(etag(etag)))));
    assertThat(bulk("a", "b", "c").stream().map(i -> i.getData().toStringUtf8()))
        .containsExactly("2", "", "2");
  }

  @Test
  void letsALaterWriteOfATransactionSeeTheEarlierOnes() {
    assertFails(
        Code.INTERNAL, () -> transact(upsert(item("k", "1")), upsert(firstWrite("k", "2"))));
    transact(upsert(item("k", "1")), remove("k"), upsert(firstWrite("k", "2")));
    assertThat(get("k").getData().toStringUtf8()).isEqualTo("2");
  }

  @Test
  void letsOneOf64RacersMakeTheFirstWrite() throws Exception {
    assertThat(winners(racer -> save(firstWrite("k", "racer " + racer)))).isEqualTo(1);
  }

  @Test
  void letsOneOf64RacersTransactOnAnEtag() throws Exception {
    save(item("k", "0"));
    String etag = get("k").getEtag();
    assertThat(
            winners(
                racer ->
                    transact(
                        upsert(item("k", "racer " + racer).setEtag(etag(etag))),
                        upsert(item("beside", "racer " + racer)))))
        .isEqualTo(1);
    assertThat(get("beside").getData()).isEqualTo(get("k").getData());
  }

  @Test
  void refusesNamesItDoesNotKnowAsDaprdDoes() {
    assertThatThrownBy(
            () ->
                dapr.getState(
                    GetStateRequest.newBuilder().setStoreName("other").setKey("k").build()))
        .hasMessage("INVALID_ARGUMENT: state store other is not found");
    assertThatThrownBy(() -> publish("other", "text/plain", "x"))
        .hasMessage("INVALID_ARGUMENT: pubsub other is not found");
    assertFails(Code.INVALID_ARGUMENT, () -> save(item("a||b", "v")));
    assertFails(Code.INVALID_ARGUMENT, () -> save(item("", "v")));
  }

  @Test
  void tellsKeysOfAPrefixFromTheirNeighbours() {
    String last = new String(Character.toChars(Character.MAX_CODE_POINT));
    for (String key : List.of("a", "p|", "p|1", "p|" + last, "p}", "p", "\uD7FFx", "\uE000x")) {
      save(item(key, "1"));
    }
    assertThat(engine.countKeys(STORE, "p|")).isEqualTo(3);
    assertThat(engine.keys(STORE, "p|", null, 10)).containsExactly("p|", "p|1", "p|" + last);
    assertThat(engine.countKeys(STORE, "p|" + last)).isEqualTo(1);
    assertThat(engine.countKeys(STORE, "\uD7FF")).isEqualTo(1);
    assertThat(engine.countKeys(STORE, "")).isEqualTo(8);
    assertThat(engine.countKeys("another", "")).isZero();
  }

  @Test
  void listsKeysByPrefixInOrderAndPages() {
    for (String key : List.of("a", "p/1", "p/2", "p/3", "q")) {
      save(item(key, "v"));
    }
    assertThat(engine.keys(STORE, "p/", null, 2)).containsExactly("p/1", "p/2");
    assertThat(engine.keys(STORE, "p/", "p/2", 2)).containsExactly("p/3");
  }

  @Test
  void keepsACloudEventOnceAndOtherEventsEachTime() throws Exception {
    String event = "{\"specversion\":\"1.0\",\"data\":{\"id\":\"no\"},\"id\":\"e-1\"}";
    publish("pubsub", "application/cloudevents+json", event);
    publish("pubsub", "application/cloudevents+json; charset=utf-8", event);
    publish("pubsub", "text/plain", "x");
    publish("pubsub", "text/plain", "x");
    assertFails(
        Code.INVALID_ARGUMENT, () -> publish("pubsub", "application/cloudevents+json", "{}"));
    close();
    assertThat(DataFile.count(directory, "event")).isEqualTo(3);
    assertThat(DataFile.number(directory, "SELECT count(*) FROM event WHERE event_id = 'e-1'"))
        .isEqualTo(1);
    open();
  }

  @Test
  void tellsItsComponentsAndWorkers() {
    var metadata = dapr.getMetadata(GetMetadataRequest.getDefaultInstance());
    assertThat(metadata.getRegisteredComponentsList())
        .extracting(component -> component.getName())
        .containsExactlyInAnyOrder("statestore", "pubsub");
    assertThat(metadata.getWorkflows().getConnectedWorkers()).isZero();
  }

  private interface Racer {
    void run(int number);
  }

  private static int winners(Racer race) throws Exception {
    var threads = Executors.newFixedThreadPool(64);
    try {
      List<Callable<Boolean>> racers = new ArrayList<>();
      for (int i = 0; i < 64; i++) {
        int number = i;
        racers.add(
            () -> {
              try {
                race.run(number);
                return true;
              } catch (StatusRuntimeException e) {
                return false;
              }
            });
      }
      int winners = 0;
      for (Future<Boolean> result : threads.invokeAll(racers)) {
        winners += result.get() ? 1 : 0;
      }
      return winners;
    } finally {
      threads.shutdownNow();
    }
  }

  private static void assertFails(Code code, ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            StatusRuntimeException.class,
            e -> assertThat(Status.fromThrowable(e).getCode()).isEqualTo(code));
  }

  private static StateItem.Builder item(String key, String value) {
    return StateItem.newBuilder().setKey(key).setValue(ByteString.copyFromUtf8(value));
  }

  private static StateItem.Builder firstWrite(String key, String value) {
    return item(key, value)
        .setOptions(
            StateOptions.newBuilder().setConcurrency(StateConcurrency.CONCURRENCY_FIRST_WRITE));
  }

  private static Etag etag(String value) {
    return Etag.newBuilder().setValue(value).build();
  }

  private void save(StateItem.Builder item) {
    dapr.saveState(SaveStateRequest.newBuilder().setStoreName(STORE).addStates(item).build());
  }

  private GetStateResponse get(String key) {
    return dapr.getState(GetStateRequest.newBuilder().setStoreName(STORE).setKey(key).build());
  }

  private List<BulkStateItem> bulk(String... keys) {
    return dapr.getBulkState(
            GetBulkStateRequest.newBuilder().setStoreName(STORE).addAllKeys(List.of(keys)).build())
        .getItemsList();
  }

  private void delete(String key, String etag) {
    dapr.deleteState(
        DeleteStateRequest.newBuilder()
            .setStoreName(STORE)
            .setKey(key)
            .setEtag(etag(etag))
            .build());
  }

  private static TransactionalStateOperation upsert(StateItem.Builder item) {
    return TransactionalStateOperation.newBuilder()
        .setOperationType("upsert")
        .setRequest(item)
        .build();
  }

  private static TransactionalStateOperation remove(String key) {
    return TransactionalStateOperation.newBuilder()
        .setOperationType("delete")
        .setRequest(StateItem.newBuilder().setKey(key))
        .build();
  }

  private void transact(TransactionalStateOperation... operations) {
    dapr.executeStateTransaction(
        ExecuteStateTransactionRequest.newBuilder()
            .setStoreName(STORE)
            .addAllOperations(List.of(operations))
            .build());
  }

  private void publish(String pubsub, String type, String data) {
    dapr.publishEvent(
        PublishEventRequest.newBuilder()
            .setPubsubName(pubsub)
            .setTopic("topic")
            .setDataContentType(type)
            .setData(ByteString.copyFromUtf8(data))
            .build());
  }
}
