package travel.saga.engine.grpc;

import com.google.protobuf.Empty;
import io.dapr.v1.DaprGrpc.DaprImplBase;
import io.dapr.v1.DaprMetadataProtos.GetMetadataRequest;
import io.dapr.v1.DaprMetadataProtos.GetMetadataResponse;
import io.dapr.v1.DaprMetadataProtos.MetadataWorkflows;
import io.dapr.v1.DaprMetadataProtos.RegisteredComponents;
import io.dapr.v1.DaprPubsubProtos.PublishEventRequest;
import io.dapr.v1.DaprStateProtos.DeleteBulkStateRequest;
import io.dapr.v1.DaprStateProtos.DeleteStateRequest;
import io.dapr.v1.DaprStateProtos.ExecuteStateTransactionRequest;
import io.dapr.v1.DaprStateProtos.GetBulkStateRequest;
import io.dapr.v1.DaprStateProtos.GetBulkStateResponse;
import io.dapr.v1.DaprStateProtos.GetStateRequest;
import io.dapr.v1.DaprStateProtos.GetStateResponse;
import io.dapr.v1.DaprStateProtos.SaveStateRequest;
import io.grpc.stub.StreamObserver;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import travel.saga.engine.dispatch.WorkflowEngine;
import travel.saga.engine.store.EventLog;
import travel.saga.engine.store.StateStore;

/** The part of the Dapr runtime API that the service uses; the rest answers UNIMPLEMENTED. */
public final class DaprRuntimeService extends DaprImplBase {
  private final Components components;
  private final WorkflowEngine engine;
  private final StateCalls state;
  private final PublishCalls publishing;

  public DaprRuntimeService(
      Components components,
      WorkflowEngine engine,
      StateStore states,
      EventLog events,
      Clock clock) {
    this.components = components;
    this.engine = engine;
    this.state = new StateCalls(states, components);
    this.publishing = new PublishCalls(events, components, clock);
  }

  @Override
  public void getState(GetStateRequest request, StreamObserver<GetStateResponse> observer) {
    Replies.answer(called(() -> state.get(request)), observer, response -> response);
  }

  @Override
  public void getBulkState(
      GetBulkStateRequest request, StreamObserver<GetBulkStateResponse> observer) {
    Replies.answer(called(() -> state.getBulk(request)), observer, response -> response);
  }

  @Override
  public void saveState(SaveStateRequest request, StreamObserver<Empty> observer) {
    Replies.answer(called(() -> state.save(request)), observer, DaprRuntimeService::empty);
  }

  @Override
  public void deleteState(DeleteStateRequest request, StreamObserver<Empty> observer) {
    Replies.answer(called(() -> state.delete(request)), observer, DaprRuntimeService::empty);
  }

  @Override
  public void deleteBulkState(DeleteBulkStateRequest request, StreamObserver<Empty> observer) {
    Replies.answer(called(() -> state.deleteBulk(request)), observer, DaprRuntimeService::empty);
  }

  @Override
  public void executeStateTransaction(
      ExecuteStateTransactionRequest request, StreamObserver<Empty> observer) {
    Replies.answer(called(() -> state.transact(request)), observer, DaprRuntimeService::empty);
  }

  @Override
  public void publishEvent(PublishEventRequest request, StreamObserver<Empty> observer) {
    Replies.answer(called(() -> publishing.publish(request)), observer, DaprRuntimeService::empty);
  }

  @Override
  public void getMetadata(
      GetMetadataRequest request, StreamObserver<GetMetadataResponse> observer) {
    GetMetadataResponse.Builder response =
        GetMetadataResponse.newBuilder()
            .setId(components.appId())
            .setRuntimeVersion("embedded")
            .setWorkflows(
                MetadataWorkflows.newBuilder().setConnectedWorkers(engine.stats().workers()));
    for (String name : components.stateStores()) {
      response.addRegisteredComponents(
          component(name, "state.sqlite", List.of("ETAG", "TRANSACTIONAL")));
    }
    for (String name : components.pubsubs()) {
      response.addRegisteredComponents(component(name, "pubsub.sqlite", List.of()));
    }
    observer.onNext(response.build());
    observer.onCompleted();
  }

  private static RegisteredComponents component(
      String name, String type, List<String> capabilities) {
    return RegisteredComponents.newBuilder()
        .setName(name)
        .setType(type)
        .setVersion("v1")
        .addAllCapabilities(capabilities)
        .build();
  }

  private static Empty empty(Object done) {
    return Empty.getDefaultInstance();
  }

  /** What the call refuses at once ends the future as what it refuses later does. */
  private static <T> CompletableFuture<T> called(Supplier<CompletableFuture<T>> call) {
    try {
      return call.get();
    } catch (RuntimeException e) {
      return CompletableFuture.failedFuture(e);
    }
  }
}
