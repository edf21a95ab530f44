package travel.saga.dapr;

import com.google.protobuf.StringValue;
import io.dapr.durabletask.implementation.protobuf.OrchestratorService.PurgeInstancesRequest;
import io.dapr.durabletask.implementation.protobuf.OrchestratorService.ResumeRequest;
import io.dapr.durabletask.implementation.protobuf.OrchestratorService.SuspendRequest;
import io.dapr.durabletask.implementation.protobuf.OrchestratorService.TerminateRequest;
import io.dapr.durabletask.implementation.protobuf.TaskHubSidecarServiceGrpc;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import travel.saga.execution.ExecutionControl;
import travel.saga.execution.ExecutionRefusedException;
import travel.saga.execution.NoSuchExecutionException;
import travel.saga.reservation.WireFormat;

/** {@link ExecutionControl} over the workflow protocol of the sidecar. */
final class DaprExecutionControl implements ExecutionControl {
  /**
   * How long an operator waits; an engine answers when a worker has seen it, which may be never.
   */
  static final Duration PATIENCE = Duration.ofSeconds(5);

  private final GrpcCalls calls;
  private final Duration patience;

  DaprExecutionControl(GrpcCalls calls, Duration patience) {
    this.calls = calls;
    this.patience = patience;
  }

  @Override
  public CompletionStage<Void> suspend(String id, @Nullable String reason) {
    SuspendRequest.Builder request = SuspendRequest.newBuilder().setInstanceId(id);
    if (reason != null) {
      request.setReason(StringValue.of(reason));
    }
    return tell(TaskHubSidecarServiceGrpc.getSuspendInstanceMethod(), request.build(), id);
  }

  @Override
  public CompletionStage<Void> resume(String id, @Nullable String reason) {
    ResumeRequest.Builder request = ResumeRequest.newBuilder().setInstanceId(id);
    if (reason != null) {
      request.setReason(StringValue.of(reason));
    }
    return tell(TaskHubSidecarServiceGrpc.getResumeInstanceMethod(), request.build(), id);
  }

  /** The reason becomes the execution's output, which is JSON. */
  @Override
  public CompletionStage<Void> terminate(String id, @Nullable String reason) {
    TerminateRequest.Builder request =
        TerminateRequest.newBuilder().setInstanceId(id).setRecursive(true);
    if (reason != null) {
      request.setOutput(
          StringValue.of(new String(WireFormat.bytes(reason), StandardCharsets.UTF_8)));
    }
    return tell(TaskHubSidecarServiceGrpc.getTerminateInstanceMethod(), request.build(), id);
  }

  @Override
  public CompletionStage<Void> purge(String id) {
    PurgeInstancesRequest request =
        PurgeInstancesRequest.newBuilder().setInstanceId(id).setRecursive(true).build();
    return ask(TaskHubSidecarServiceGrpc.getPurgeInstancesMethod(), request, id);
  }

  /** Whoever looks afterwards sees how far it is, so an engine that takes its time is no fault. */
  private <Q, R> CompletionStage<Void> tell(MethodDescriptor<Q, R> method, Q request, String id) {
    return ask(method, request, id)
        .handle(
            (done, failure) -> {
              if (failure == null || isStillAtIt(failure)) {
                return done;
              }
              throw GrpcCalls.passedOn(failure);
            });
  }

  @SuppressWarnings("NullAway") // Void has no other value
  private <Q, R> CompletionStage<Void> ask(MethodDescriptor<Q, R> method, Q request, String id) {
    return calls
        .unary(method, request, patience)
        .handle(
            (done, failure) -> {
              if (failure == null) {
                return null;
              }
              throw GrpcCalls.passedOn(translated(failure, id));
            });
  }

  private static boolean isStillAtIt(Throwable failure) {
    return Status.fromThrowable(failure).getCode() == Status.Code.DEADLINE_EXCEEDED;
  }

  /** daprd 1.18 tells most of these as UNKNOWN, in words that the embedded engine uses too. */
  private static Throwable translated(Throwable failure, String id) {
    Status status = Status.fromThrowable(failure);
    String words = status.getDescription() == null ? "" : status.getDescription();
    if (status.getCode() == Status.Code.NOT_FOUND || words.contains("no such instance")) {
      return new NoSuchExecutionException(id);
    }
    if (words.contains("not yet completed") || words.contains("not in a terminal state")) {
      return new ExecutionRefusedException("The execution has not ended.");
    }
    if (words.contains("stalled")) {
      return new ExecutionRefusedException(
          "The execution is stalled: it waits for a worker of another release of this service.");
    }
    return switch (status.getCode()) {
      case ALREADY_EXISTS ->
          new ExecutionRefusedException("Somebody else was quicker; look at the execution again.");
      case FAILED_PRECONDITION, INVALID_ARGUMENT ->
          new ExecutionRefusedException("The engine does not do this in the execution's state.");
      default -> failure;
    };
  }
}
