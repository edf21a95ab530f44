package travel.saga.dapr;

import com.google.protobuf.ByteString;
import com.google.protobuf.Empty;
import io.dapr.v1.CommonProtos.Etag;
import io.dapr.v1.CommonProtos.StateItem;
import io.dapr.v1.CommonProtos.StateOptions;
import io.dapr.v1.CommonProtos.StateOptions.StateConcurrency;
import io.dapr.v1.CommonProtos.StateOptions.StateConsistency;
import io.dapr.v1.DaprGrpc;
import io.dapr.v1.DaprStateProtos.BulkStateItem;
import io.dapr.v1.DaprStateProtos.DeleteStateRequest;
import io.dapr.v1.DaprStateProtos.ExecuteStateTransactionRequest;
import io.dapr.v1.DaprStateProtos.GetBulkStateRequest;
import io.dapr.v1.DaprStateProtos.GetStateRequest;
import io.dapr.v1.DaprStateProtos.GetStateResponse;
import io.dapr.v1.DaprStateProtos.SaveStateRequest;
import io.dapr.v1.DaprStateProtos.TransactionalStateOperation;
import io.grpc.Status;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import travel.saga.ledger.KeyValueStore;
import travel.saga.reservation.EngineUnavailableException;
import travel.saga.reservation.Stages;

/**
 * {@link KeyValueStore} on the Dapr state API, first write wins. A transaction is used only where
 * the engine's own is known to be one: Redis behind a sidecar, for one, neither undoes nor even
 * checks what is inserted in it.
 */
final class DaprKeyValueStore implements KeyValueStore {
  private static final StateOptions FIRST_WRITE =
      StateOptions.newBuilder()
          .setConcurrency(StateConcurrency.CONCURRENCY_FIRST_WRITE)
          .setConsistency(StateConsistency.CONSISTENCY_STRONG)
          .build();

  private static final int KEYS_OF_A_CALL = 100;
  private static final int READS_AT_ONCE = 16;

  private final GrpcCalls calls;
  private final String storeName;
  private final boolean transactions;

  DaprKeyValueStore(GrpcCalls calls, String storeName, boolean transactions) {
    this.calls = calls;
    this.storeName = storeName;
    this.transactions = transactions;
  }

  @Override
  public CompletionStage<Optional<Entry>> get(String key) {
    GetStateRequest request =
        GetStateRequest.newBuilder()
            .setStoreName(storeName)
            .setKey(key)
            .setConsistency(StateConsistency.CONSISTENCY_STRONG)
            .build();
    return calls.unary(DaprGrpc.getGetStateMethod(), request).thenApply(DaprKeyValueStore::entry);
  }

  /** Dapr answers an absent key with an empty value and no etag. */
  private static Optional<Entry> entry(GetStateResponse response) {
    return response.getEtag().isEmpty()
        ? Optional.empty()
        : Optional.of(new Entry(response.getData().toByteArray(), response.getEtag()));
  }

  /**
   * In calls of a bounded size. The bulk call knows no strong consistency, and tells a key that it
   * could not read from one that is absent only in words: what it leaves out is asked for by
   * itself.
   */
  @Override
  public CompletionStage<Map<String, Entry>> getAll(List<String> keys) {
    List<List<String>> chunks = new ArrayList<>();
    for (int from = 0; from < keys.size(); from += KEYS_OF_A_CALL) {
      chunks.add(keys.subList(from, Math.min(keys.size(), from + KEYS_OF_A_CALL)));
    }
    return Stages.each(chunks, 1, this::getBulk)
        .thenApply(DaprKeyValueStore::united)
        .thenCompose(found -> withMissing(keys, found));
  }

  private CompletionStage<Map<String, Entry>> withMissing(
      List<String> keys, Map<String, Entry> found) {
    List<String> missing = keys.stream().filter(key -> !found.containsKey(key)).toList();
    return Stages.each(missing, READS_AT_ONCE, this::getAlone)
        .thenApply(late -> united(Stream.concat(Stream.of(found), late.stream()).toList()));
  }

  private CompletionStage<Map<String, Entry>> getAlone(String key) {
    return get(key).thenApply(row -> row.map(entry -> Map.of(key, entry)).orElse(Map.of()));
  }

  private static Map<String, Entry> united(List<Map<String, Entry>> parts) {
    Map<String, Entry> all = new HashMap<>();
    parts.forEach(all::putAll);
    return all;
  }

  private CompletionStage<Map<String, Entry>> getBulk(List<String> keys) {
    GetBulkStateRequest request =
        GetBulkStateRequest.newBuilder()
            .setStoreName(storeName)
            .addAllKeys(keys)
            .setParallelism(READS_AT_ONCE)
            .build();
    return calls
        .unary(DaprGrpc.getGetBulkStateMethod(), request)
        .thenApply(
            response ->
                response.getItemsList().stream()
                    .filter(item -> !item.getEtag().isEmpty())
                    .collect(
                        Collectors.toMap(
                            BulkStateItem::getKey,
                            item -> new Entry(item.getData().toByteArray(), item.getEtag()),
                            (one, same) -> one)));
  }

  @Override
  public CompletionStage<Boolean> write(List<Change> changes) {
    return changes.size() > 1 && transactions
        ? transaction(changes).handle(DaprKeyValueStore::committed)
        : inOrder(changes);
  }

  private CompletionStage<Boolean> inOrder(List<Change> changes) {
    CompletionStage<Boolean> first = write(changes.get(0));
    return changes.size() == 1
        ? first
        : first.thenCompose(
            made ->
                made
                    ? inOrder(changes.subList(1, changes.size()))
                    : CompletableFuture.completedStage(false));
  }

  private CompletionStage<Boolean> write(Change change) {
    return single(change)
        .handle((done, failure) -> failure == null ? made() : refused(change, failure))
        .thenCompose(stage -> stage);
  }

  private static CompletionStage<Boolean> made() {
    return CompletableFuture.completedStage(true);
  }

  /**
   * A sidecar tells a condition that did not hold from a fault in other words for each store, if at
   * all. What stands under the key tells for certain.
   */
  private CompletionStage<Boolean> refused(Change change, Throwable failure) {
    if (failure instanceof EngineUnavailableException || change instanceof Change.Delete) {
      return CompletableFuture.failedStage(failure);
    }
    return get(change.key())
        .thenApply(
            found -> {
              if (holds(change, found)) {
                throw GrpcCalls.passedOn(failure);
              }
              return false;
            });
  }

  private static boolean holds(Change change, Optional<Entry> found) {
    return change instanceof Change.Replace replace
        ? found.filter(entry -> entry.etag().equals(replace.etag())).isPresent()
        : found.isEmpty();
  }

  private CompletableFuture<Empty> single(Change change) {
    if (change instanceof Change.Delete delete) {
      DeleteStateRequest request =
          DeleteStateRequest.newBuilder().setStoreName(storeName).setKey(delete.key()).build();
      return calls.unary(DaprGrpc.getDeleteStateMethod(), request);
    }
    SaveStateRequest request =
        SaveStateRequest.newBuilder().setStoreName(storeName).addStates(item(change)).build();
    return calls.unary(DaprGrpc.getSaveStateMethod(), request);
  }

  private CompletableFuture<Empty> transaction(List<Change> changes) {
    ExecuteStateTransactionRequest.Builder request =
        ExecuteStateTransactionRequest.newBuilder().setStoreName(storeName);
    for (Change change : changes) {
      request.addOperations(
          TransactionalStateOperation.newBuilder()
              .setOperationType(change instanceof Change.Delete ? "delete" : "upsert")
              .setRequest(item(change)));
    }
    return calls.unary(DaprGrpc.getExecuteStateTransactionMethod(), request.build());
  }

  private static StateItem item(Change change) {
    StateItem.Builder item = StateItem.newBuilder().setKey(change.key());
    if (change instanceof Change.Insert insert) {
      item.setValue(ByteString.copyFrom(insert.value())).setOptions(FIRST_WRITE);
    } else if (change instanceof Change.Replace replace) {
      item.setValue(ByteString.copyFrom(replace.value()))
          .setEtag(Etag.newBuilder().setValue(replace.etag()))
          .setOptions(FIRST_WRITE);
    }
    return item.build();
  }

  private static Boolean committed(Empty done, Throwable failure) {
    if (failure == null) {
      return true;
    }
    String description = Status.fromThrowable(failure).getDescription();
    if (description != null && description.contains("possible etag mismatch")) {
      return false;
    }
    throw GrpcCalls.passedOn(failure);
  }
}
