package travel.saga.engine.grpc;

import com.google.protobuf.Empty;
import com.google.protobuf.StringValue;
import io.dapr.durabletask.implementation.protobuf.OrchestratorService.ActivityResponse;
import io.dapr.durabletask.implementation.protobuf.OrchestratorService.CompleteTaskResponse;
import io.dapr.durabletask.implementation.protobuf.OrchestratorService.CreateInstanceRequest;
import io.dapr.durabletask.implementation.protobuf.OrchestratorService.CreateInstanceResponse;
import io.dapr.durabletask.implementation.protobuf.OrchestratorService.GetInstanceHistoryRequest;
import io.dapr.durabletask.implementation.protobuf.OrchestratorService.GetInstanceHistoryResponse;
import io.dapr.durabletask.implementation.protobuf.OrchestratorService.GetInstanceRequest;
import io.dapr.durabletask.implementation.protobuf.OrchestratorService.GetInstanceResponse;
import io.dapr.durabletask.implementation.protobuf.OrchestratorService.GetWorkItemsRequest;
import io.dapr.durabletask.implementation.protobuf.OrchestratorService.ListInstanceIDsRequest;
import io.dapr.durabletask.implementation.protobuf.OrchestratorService.ListInstanceIDsResponse;
import io.dapr.durabletask.implementation.protobuf.OrchestratorService.OrchestratorResponse;
import io.dapr.durabletask.implementation.protobuf.OrchestratorService.PurgeInstancesRequest;
import io.dapr.durabletask.implementation.protobuf.OrchestratorService.PurgeInstancesResponse;
import io.dapr.durabletask.implementation.protobuf.OrchestratorService.RaiseEventRequest;
import io.dapr.durabletask.implementation.protobuf.OrchestratorService.RaiseEventResponse;
import io.dapr.durabletask.implementation.protobuf.OrchestratorService.RerunWorkflowFromEventRequest;
import io.dapr.durabletask.implementation.protobuf.OrchestratorService.RerunWorkflowFromEventResponse;
import io.dapr.durabletask.implementation.protobuf.OrchestratorService.ResumeRequest;
import io.dapr.durabletask.implementation.protobuf.OrchestratorService.ResumeResponse;
import io.dapr.durabletask.implementation.protobuf.OrchestratorService.SuspendRequest;
import io.dapr.durabletask.implementation.protobuf.OrchestratorService.SuspendResponse;
import io.dapr.durabletask.implementation.protobuf.OrchestratorService.TerminateRequest;
import io.dapr.durabletask.implementation.protobuf.OrchestratorService.TerminateResponse;
import io.dapr.durabletask.implementation.protobuf.OrchestratorService.TraceContext;
import io.dapr.durabletask.implementation.protobuf.OrchestratorService.WorkItem;
import io.dapr.durabletask.implementation.protobuf.TaskHubSidecarServiceGrpc.TaskHubSidecarServiceImplBase;
import io.grpc.Status;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import travel.saga.engine.dispatch.WorkflowEngine;
import travel.saga.engine.store.HistoryStore.Listed;

/** The Durable Task sidecar protocol. What is not overridden here answers UNIMPLEMENTED. */
public final class TaskHubService extends TaskHubSidecarServiceImplBase {
  private static final int LARGEST_PAGE = 1024;

  private final WorkflowEngine engine;

  public TaskHubService(WorkflowEngine engine) {
    this.engine = engine;
  }

  @Override
  public void hello(Empty request, StreamObserver<Empty> observer) {
    observer.onNext(request);
    observer.onCompleted();
  }

  @Override
  public void startInstance(
      CreateInstanceRequest request, StreamObserver<CreateInstanceResponse> observer) {
    CreateInstanceRequest.Builder complete = request.toBuilder();
    if (request.getInstanceId().isEmpty()) {
      complete.setInstanceId(UUID.randomUUID().toString());
    }
    TraceContext trace = CallerTrace.current();
    if (trace != null && !request.hasParentTraceContext()) {
      complete.setParentTraceContext(trace);
    }
    Replies.answer(
        engine.start(complete.build()),
        observer,
        id -> CreateInstanceResponse.newBuilder().setInstanceId(id).build());
  }

  @Override
  public void getInstance(
      GetInstanceRequest request, StreamObserver<GetInstanceResponse> observer) {
    Replies.answer(
        engine.find(request.getInstanceId()),
        observer,
        found ->
            found
                .map(instance -> InstanceReplies.of(instance, request.getGetInputsAndOutputs()))
                .orElseGet(InstanceReplies::missing));
  }

  @Override
  public void waitForInstanceStart(
      GetInstanceRequest request, StreamObserver<GetInstanceResponse> observer) {
    Replies.answer(
        engine.awaitStart(request.getInstanceId()),
        observer,
        instance -> InstanceReplies.of(instance, request.getGetInputsAndOutputs()));
  }

  @Override
  public void waitForInstanceCompletion(
      GetInstanceRequest request, StreamObserver<GetInstanceResponse> observer) {
    Replies.answer(
        engine.awaitCompletion(request.getInstanceId()),
        observer,
        instance -> InstanceReplies.of(instance, request.getGetInputsAndOutputs()));
  }

  @Override
  public void raiseEvent(RaiseEventRequest request, StreamObserver<RaiseEventResponse> observer) {
    Replies.answer(
        engine.raise(
            request.getInstanceId(),
            request.getName(),
            text(request.hasInput(), request.getInput())),
        observer,
        done -> RaiseEventResponse.getDefaultInstance());
  }

  @Override
  public void terminateInstance(
      TerminateRequest request, StreamObserver<TerminateResponse> observer) {
    Replies.answer(
        engine.terminate(
            request.getInstanceId(),
            text(request.hasOutput(), request.getOutput()),
            request.getRecursive()),
        observer,
        done -> TerminateResponse.getDefaultInstance());
  }

  @Override
  public void suspendInstance(SuspendRequest request, StreamObserver<SuspendResponse> observer) {
    Replies.answer(
        engine.suspend(request.getInstanceId(), text(request.hasReason(), request.getReason())),
        observer,
        done -> SuspendResponse.getDefaultInstance());
  }

  @Override
  public void resumeInstance(ResumeRequest request, StreamObserver<ResumeResponse> observer) {
    Replies.answer(
        engine.resume(request.getInstanceId(), text(request.hasReason(), request.getReason())),
        observer,
        done -> ResumeResponse.getDefaultInstance());
  }

  @Override
  public void purgeInstances(
      PurgeInstancesRequest request, StreamObserver<PurgeInstancesResponse> observer) {
    if (!request.hasInstanceId()) {
      observer.onError(
          Status.UNIMPLEMENTED
              .withDescription("Purging takes an instance id; purging by filter is not offered.")
              .asRuntimeException());
      return;
    }
    Replies.answer(
        engine.purge(request.getInstanceId(), request.getRecursive(), request.getForce()),
        observer,
        gone -> PurgeInstancesResponse.newBuilder().setDeletedInstanceCount(gone).build());
  }

  @Override
  public void listInstanceIDs(
      ListInstanceIDsRequest request, StreamObserver<ListInstanceIDsResponse> observer) {
    int limit =
        request.hasPageSize() && request.getPageSize() > 0
            ? Math.min(request.getPageSize(), LARGEST_PAGE)
            : LARGEST_PAGE;
    long after;
    try {
      after = request.hasContinuationToken() ? Long.parseLong(request.getContinuationToken()) : 0;
    } catch (NumberFormatException e) {
      observer.onError(
          Status.INVALID_ARGUMENT
              .withDescription("The continuation token is not one that this engine gave out.")
              .asRuntimeException());
      return;
    }
    Replies.answer(engine.list(after, limit), observer, page -> page(page, limit));
  }

  private static ListInstanceIDsResponse page(List<Listed> page, int limit) {
    ListInstanceIDsResponse.Builder response = ListInstanceIDsResponse.newBuilder();
    page.forEach(listed -> response.addInstanceIds(listed.instanceId()));
    if (page.size() == limit) {
      response.setContinuationToken(Long.toString(page.get(limit - 1).row()));
    }
    return response.build();
  }

  @Override
  public void getInstanceHistory(
      GetInstanceHistoryRequest request, StreamObserver<GetInstanceHistoryResponse> observer) {
    Replies.answer(
        engine.history(request.getInstanceId()),
        observer,
        events -> GetInstanceHistoryResponse.newBuilder().addAllEvents(events).build());
  }

  @Override
  public void rerunWorkflowFromEvent(
      RerunWorkflowFromEventRequest request,
      StreamObserver<RerunWorkflowFromEventResponse> observer) {
    Replies.answer(
        engine.rerun(request),
        observer,
        id -> RerunWorkflowFromEventResponse.newBuilder().setNewInstanceID(id).build());
  }

  @Override
  public void getWorkItems(GetWorkItemsRequest request, StreamObserver<WorkItem> observer) {
    ServerCallStreamObserver<WorkItem> call = (ServerCallStreamObserver<WorkItem>) observer;
    GrpcWorkerStream stream = new GrpcWorkerStream(call);
    call.setOnCancelHandler(() -> engine.disconnected(stream));
    call.setOnReadyHandler(() -> engine.ready(stream));
    engine.connected(stream);
  }

  @Override
  public void completeOrchestratorTask(
      OrchestratorResponse request, StreamObserver<CompleteTaskResponse> observer) {
    Replies.answer(
        engine.complete(request), observer, done -> CompleteTaskResponse.getDefaultInstance());
  }

  @Override
  public void completeActivityTask(
      ActivityResponse request, StreamObserver<CompleteTaskResponse> observer) {
    Replies.answer(
        engine.complete(request), observer, done -> CompleteTaskResponse.getDefaultInstance());
  }

  private static @Nullable String text(boolean present, StringValue value) {
    return present ? value.getValue() : null;
  }
}
