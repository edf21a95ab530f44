package travel.saga.dapr;

import io.dapr.durabletask.implementation.protobuf.OrchestratorService.GetInstanceHistoryRequest;
import io.dapr.durabletask.implementation.protobuf.OrchestratorService.GetInstanceRequest;
import io.dapr.durabletask.implementation.protobuf.OrchestratorService.GetInstanceResponse;
import io.dapr.durabletask.implementation.protobuf.OrchestratorService.HistoryEvent;
import io.dapr.durabletask.implementation.protobuf.OrchestratorService.OrchestrationState;
import io.dapr.durabletask.implementation.protobuf.OrchestratorService.OrchestrationStatus;
import io.dapr.durabletask.implementation.protobuf.TaskHubSidecarServiceGrpc;
import io.grpc.Status;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import travel.saga.execution.ExecutionStatus;
import travel.saga.execution.ExecutionSummary;
import travel.saga.execution.NoSuchExecutionException;

/** Reads single instances over the workflow protocol. */
final class DaprInstances {
  private final GrpcCalls calls;

  DaprInstances(GrpcCalls calls) {
    this.calls = calls;
  }

  CompletionStage<Optional<OrchestrationState>> state(String id) {
    GetInstanceRequest request =
        GetInstanceRequest.newBuilder().setInstanceId(id).setGetInputsAndOutputs(true).build();
    return calls
        .unary(TaskHubSidecarServiceGrpc.getGetInstanceMethod(), request)
        .thenApply(
            found ->
                Optional.of(found)
                    .filter(GetInstanceResponse::getExists)
                    .map(GetInstanceResponse::getOrchestrationState));
  }

  CompletionStage<Optional<ExecutionSummary>> summary(String id) {
    return state(id).thenApply(found -> found.map(DaprInstances::summary));
  }

  /** The whole history. Fails with {@link NoSuchExecutionException} for one that has gone. */
  CompletionStage<List<HistoryEvent>> events(String id) {
    return calls
        .unary(
            TaskHubSidecarServiceGrpc.getGetInstanceHistoryMethod(),
            GetInstanceHistoryRequest.newBuilder().setInstanceId(id).build())
        .handle(
            (history, failure) -> {
              if (failure == null) {
                return history.getEventsList();
              }
              if (Status.fromThrowable(failure).getCode() == Status.Code.NOT_FOUND) {
                throw new NoSuchExecutionException(id);
              }
              throw GrpcCalls.passedOn(failure);
            });
  }

  static ExecutionSummary summary(OrchestrationState state) {
    ExecutionStatus status = status(state.getOrchestrationStatus());
    var updated = StepEvents.instant(state.getLastUpdatedTimestamp());
    return new ExecutionSummary(
        state.getInstanceId(),
        state.getName(),
        status,
        StepEvents.instant(state.getCreatedTimestamp()),
        updated,
        status.isEnd() ? updated : null);
  }

  static ExecutionStatus status(OrchestrationStatus status) {
    return switch (status) {
      case ORCHESTRATION_STATUS_PENDING -> ExecutionStatus.PENDING;
      case ORCHESTRATION_STATUS_SUSPENDED -> ExecutionStatus.SUSPENDED;
      case ORCHESTRATION_STATUS_STALLED -> ExecutionStatus.STALLED;
      case ORCHESTRATION_STATUS_COMPLETED -> ExecutionStatus.COMPLETED;
      case ORCHESTRATION_STATUS_FAILED -> ExecutionStatus.FAILED;
      case ORCHESTRATION_STATUS_TERMINATED, ORCHESTRATION_STATUS_CANCELED ->
          ExecutionStatus.TERMINATED;
      case ORCHESTRATION_STATUS_RUNNING, ORCHESTRATION_STATUS_CONTINUED_AS_NEW, UNRECOGNIZED ->
          ExecutionStatus.RUNNING;
    };
  }
}
