package travel.saga.engine.grpc;

import io.dapr.durabletask.implementation.protobuf.OrchestratorService.WorkItem;
import io.grpc.Status;
import io.grpc.stub.ServerCallStreamObserver;
import travel.saga.engine.dispatch.WorkerStream;

/** A worker's GetWorkItems call. */
final class GrpcWorkerStream implements WorkerStream {
  private final ServerCallStreamObserver<WorkItem> call;

  GrpcWorkerStream(ServerCallStreamObserver<WorkItem> call) {
    this.call = call;
  }

  @Override
  public boolean isReady() {
    return call.isReady() && !call.isCancelled();
  }

  @Override
  public void send(WorkItem item) {
    call.onNext(item);
  }

  /** The SDK reconnects after UNAVAILABLE with a pause, after OK without one. */
  @Override
  public void end() {
    if (!call.isCancelled()) {
      call.onError(
          Status.UNAVAILABLE
              .withDescription("The embedded engine is shutting down.")
              .asRuntimeException());
    }
  }
}
