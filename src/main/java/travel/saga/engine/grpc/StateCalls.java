package travel.saga.engine.grpc;

import com.google.protobuf.ByteString;
import io.dapr.v1.CommonProtos.Etag;
import io.dapr.v1.CommonProtos.StateItem;
import io.dapr.v1.CommonProtos.StateOptions.StateConcurrency;
import io.dapr.v1.DaprStateProtos.BulkStateItem;
import io.dapr.v1.DaprStateProtos.DeleteBulkStateRequest;
import io.dapr.v1.DaprStateProtos.DeleteStateRequest;
import io.dapr.v1.DaprStateProtos.ExecuteStateTransactionRequest;
import io.dapr.v1.DaprStateProtos.GetBulkStateRequest;
import io.dapr.v1.DaprStateProtos.GetBulkStateResponse;
import io.dapr.v1.DaprStateProtos.GetStateRequest;
import io.dapr.v1.DaprStateProtos.GetStateResponse;
import io.dapr.v1.DaprStateProtos.SaveStateRequest;
import io.dapr.v1.DaprStateProtos.TransactionalStateOperation;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import travel.saga.engine.store.StateStore;
import travel.saga.engine.store.StateStore.Expect;
import travel.saga.engine.store.StateStore.Value;
import travel.saga.engine.store.StateStore.Write;

/**
 * The state API with the semantics and status codes of daprd 1.17 and 1.18 on its SQLite store: an
 * unmet ETag is ABORTED, but INTERNAL inside a transaction; an empty ETag is none; several items in
 * one save or bulk delete succeed or fail each for itself.
 */
final class StateCalls {
  private static final String MISMATCH = "possible etag mismatch. error from state store";

  private final StateStore store;
  private final Components components;

  StateCalls(StateStore store, Components components) {
    this.store = store;
    this.components = components;
  }

  CompletableFuture<GetStateResponse> get(GetStateRequest request) {
    components.requireStateStore(request.getStoreName());
    requireLegal(request.getKey());
    return store
        .read(request.getStoreName(), List.of(request.getKey()))
        .thenApply(
            values ->
                values.isEmpty()
                    ? GetStateResponse.getDefaultInstance()
                    : GetStateResponse.newBuilder()
                        .setData(ByteString.copyFrom(values.get(0).bytes()))
                        .setEtag(values.get(0).etag())
                        .build());
  }

  CompletableFuture<GetBulkStateResponse> getBulk(GetBulkStateRequest request) {
    components.requireStateStore(request.getStoreName());
    request.getKeysList().forEach(StateCalls::requireLegal);
    return store
        .read(request.getStoreName(), request.getKeysList())
        .thenApply(values -> bulk(request.getKeysList(), values));
  }

  private static GetBulkStateResponse bulk(List<String> keys, List<Value> values) {
    Map<String, Value> byKey = new HashMap<>();
    values.forEach(value -> byKey.put(value.key(), value));
    GetBulkStateResponse.Builder response = GetBulkStateResponse.newBuilder();
    for (String key : keys) {
      BulkStateItem.Builder item = BulkStateItem.newBuilder().setKey(key);
      Value value = byKey.get(key);
      if (value != null) {
        item.setData(ByteString.copyFrom(value.bytes())).setEtag(value.etag());
      }
      response.addItems(item);
    }
    return response.build();
  }

  CompletableFuture<Void> save(SaveStateRequest request) {
    components.requireStateStore(request.getStoreName());
    List<Write> writes = request.getStatesList().stream().map(StateCalls::put).toList();
    return eachForItself(
        request.getStoreName(),
        writes,
        key -> "failed saving state in state store " + request.getStoreName());
  }

  CompletableFuture<Void> delete(DeleteStateRequest request) {
    components.requireStateStore(request.getStoreName());
    requireLegal(request.getKey());
    Write delete = new Write.Delete(request.getKey(), version(request.getEtag()));
    return eachForItself(
        request.getStoreName(), List.of(delete), key -> "failed deleting state with key " + key);
  }

  CompletableFuture<Void> deleteBulk(DeleteBulkStateRequest request) {
    components.requireStateStore(request.getStoreName());
    List<Write> deletes = request.getStatesList().stream().map(StateCalls::remove).toList();
    return eachForItself(
        request.getStoreName(),
        deletes,
        key -> "failed deleting state in state store " + request.getStoreName());
  }

  CompletableFuture<Void> transact(ExecuteStateTransactionRequest request) {
    components.requireStateStore(request.getStoreName());
    List<Write> writes = request.getOperationsList().stream().map(StateCalls::write).toList();
    if (writes.isEmpty()) {
      return CompletableFuture.completedFuture(null);
    }
    return store
        .write(request.getStoreName(), writes)
        .thenAccept(
            unmet -> {
              if (unmet.isPresent()) {
                throw refusal(
                    Status.INTERNAL, "error while executing state transaction: " + MISMATCH);
              }
            });
  }

  private CompletableFuture<Void> eachForItself(
      String name, List<Write> writes, Function<String, String> complaint) {
    List<CompletableFuture<Optional<String>>> results = new ArrayList<>();
    for (Write write : writes) {
      results.add(store.write(name, List.of(write)));
    }
    return CompletableFuture.allOf(results.toArray(CompletableFuture[]::new))
        .thenAccept(
            done -> {
              for (CompletableFuture<Optional<String>> result : results) {
                Optional<String> unmet = result.join();
                if (unmet.isPresent()) {
                  throw refusal(Status.ABORTED, complaint.apply(unmet.get()) + ": " + MISMATCH);
                }
              }
            });
  }

  private static Write write(TransactionalStateOperation operation) {
    return switch (operation.getOperationType()) {
      case "upsert" -> put(operation.getRequest());
      case "delete" -> remove(operation.getRequest());
      default ->
          throw refusal(
              Status.UNIMPLEMENTED,
              "operation type " + operation.getOperationType() + " not supported");
    };
  }

  private static Write put(StateItem item) {
    requireLegal(item.getKey());
    Expect expect = version(item.getEtag());
    if (expect instanceof Expect.Any
        && item.getOptions().getConcurrency() == StateConcurrency.CONCURRENCY_FIRST_WRITE) {
      expect = new Expect.Absent();
    }
    return new Write.Put(item.getKey(), item.getValue().toByteArray(), expect);
  }

  private static Write remove(StateItem item) {
    requireLegal(item.getKey());
    return new Write.Delete(item.getKey(), version(item.getEtag()));
  }

  private static Expect version(Etag etag) {
    return etag.getValue().isEmpty() ? new Expect.Any() : new Expect.Version(etag.getValue());
  }

  private static void requireLegal(String key) {
    if (key.isEmpty()) {
      throw refusal(Status.INVALID_ARGUMENT, "state key cannot be empty");
    }
    if (key.contains("||")) {
      throw refusal(
          Status.INVALID_ARGUMENT, "input key/keyPrefix '" + key + "' can't contain '||'");
    }
  }

  private static StatusRuntimeException refusal(Status status, String message) {
    return status.withDescription(message).asRuntimeException();
  }
}
