package travel.saga.dapr;

import com.google.protobuf.ByteString;
import com.google.protobuf.Empty;
import io.dapr.v1.CommonProtos.Etag;
import io.dapr.v1.CommonProtos.StateItem;
import io.dapr.v1.CommonProtos.StateOptions;
import io.dapr.v1.CommonProtos.StateOptions.StateConcurrency;
import io.dapr.v1.CommonProtos.StateOptions.StateConsistency;
import io.dapr.v1.DaprGrpc;
import io.dapr.v1.DaprStateProtos.DeleteStateRequest;
import io.dapr.v1.DaprStateProtos.ExecuteStateTransactionRequest;
import io.dapr.v1.DaprStateProtos.GetStateRequest;
import io.dapr.v1.DaprStateProtos.GetStateResponse;
import io.dapr.v1.DaprStateProtos.SaveStateRequest;
import io.dapr.v1.DaprStateProtos.TransactionalStateOperation;
import io.grpc.Status;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import travel.saga.ledger.KeyListing;
import travel.saga.ledger.KeyValueStore;

/** {@link KeyValueStore} on the Dapr state API, first write wins. */
final class DaprKeyValueStore implements KeyValueStore, KeyListing {
  private static final StateOptions FIRST_WRITE =
      StateOptions.newBuilder()
          .setConcurrency(StateConcurrency.CONCURRENCY_FIRST_WRITE)
          .setConsistency(StateConsistency.CONSISTENCY_STRONG)
          .build();

  private final GrpcCalls calls;
  private final String storeName;
  private final EngineLink link;

  DaprKeyValueStore(GrpcCalls calls, String storeName, EngineLink link) {
    this.calls = calls;
    this.storeName = storeName;
    this.link = link;
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

  @Override
  public CompletionStage<Boolean> write(List<Change> changes) {
    return written(changes.size() == 1 ? single(changes.get(0)) : transaction(changes));
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

  private static CompletionStage<Boolean> written(CompletableFuture<Empty> write) {
    return write.handle(
        (done, failure) -> {
          if (failure == null) {
            return true;
          }
          if (isConflict(Status.fromThrowable(failure))) {
            return false;
          }
          throw GrpcCalls.passedOn(failure);
        });
  }

  /** A sidecar aborts a single write, but calls a transaction's conflict an internal error. */
  private static boolean isConflict(Status status) {
    String description = status.getDescription();
    return status.getCode() == Status.Code.ABORTED
        || (description != null && description.contains("possible etag mismatch"));
  }

  @Override
  public CompletionStage<List<String>> keys(String prefix, @Nullable String after, int limit) {
    return link.keys(storeName, prefix, after, limit);
  }

  @Override
  public CompletionStage<Long> count(String prefix) {
    return link.countKeys(storeName, prefix);
  }
}
