package travel.saga.engine;

import io.dapr.durabletask.implementation.protobuf.OrchestratorService.ActivityResponse;
import io.dapr.durabletask.implementation.protobuf.OrchestratorService.GetWorkItemsRequest;
import io.dapr.durabletask.implementation.protobuf.OrchestratorService.OrchestrationVersion;
import io.dapr.durabletask.implementation.protobuf.OrchestratorService.OrchestratorAction;
import io.dapr.durabletask.implementation.protobuf.OrchestratorService.OrchestratorResponse;
import io.dapr.durabletask.implementation.protobuf.OrchestratorService.WorkItem;
import io.dapr.durabletask.implementation.protobuf.TaskHubSidecarServiceGrpc;
import io.dapr.durabletask.implementation.protobuf.TaskHubSidecarServiceGrpc.TaskHubSidecarServiceBlockingStub;
import io.grpc.Context;
import io.grpc.Context.CancellableContext;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A worker without an SDK: the test sees every item and writes every answer. */
final class RawWorker implements AutoCloseable {
  final TaskHubSidecarServiceBlockingStub stub;
  final CompletableFuture<Status> ended = new CompletableFuture<>();
  private final BlockingQueue<WorkItem> items = new LinkedBlockingQueue<>();
  private final CancellableContext context = Context.current().withCancellation();

  RawWorker(ManagedChannel channel) {
    stub =
        TaskHubSidecarServiceGrpc.newBlockingStub(channel).withDeadlineAfter(10, TimeUnit.SECONDS);
    context.run(
        () ->
            TaskHubSidecarServiceGrpc.newStub(channel)
                .getWorkItems(GetWorkItemsRequest.getDefaultInstance(), new Items()));
  }

  WorkItem next() throws InterruptedException {
    WorkItem item = items.poll(8, TimeUnit.SECONDS);
    if (item == null) {
      throw new AssertionError("no work item came");
    }
    return item;
  }

  boolean hasNone() {
    return items.isEmpty();
  }

  void answer(WorkItem turn, OrchestratorAction... actions) {
    stub.completeOrchestratorTask(response(turn, actions).build());
  }

  /** An answer of code that has a version and met these patches. */
  void answer(WorkItem turn, String version, List<String> patches, OrchestratorAction... actions) {
    stub.completeOrchestratorTask(
        response(turn, actions)
            .setVersion(OrchestrationVersion.newBuilder().setName(version).addAllPatches(patches))
            .build());
  }

  private static OrchestratorResponse.Builder response(
      WorkItem turn, OrchestratorAction... actions) {
    return OrchestratorResponse.newBuilder()
        .setInstanceId(turn.getOrchestratorRequest().getInstanceId())
        .setCompletionToken(turn.getCompletionToken())
        .addAllActions(List.of(actions));
  }

  static ActivityResponse.Builder answer(WorkItem activity) {
    var request = activity.getActivityRequest();
    return ActivityResponse.newBuilder()
        .setInstanceId(request.getOrchestrationInstance().getInstanceId())
        .setTaskId(request.getTaskId())
        .setCompletionToken(activity.getCompletionToken());
  }

  /** Breaks the stream off, as a worker that dies does. */
  @Override
  public void close() {
    context.cancel(null);
  }

  private final class Items implements StreamObserver<WorkItem> {
    @Override
    public void onNext(WorkItem item) {
      items.add(item);
    }

    @Override
    public void onError(Throwable failure) {
      ended.complete(Status.fromThrowable(failure));
    }

    @Override
    public void onCompleted() {
      ended.complete(Status.OK);
    }
  }
}
