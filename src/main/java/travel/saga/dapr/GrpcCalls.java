package travel.saga.dapr;

import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.StreamObserver;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import travel.saga.reservation.EngineUnavailableException;

/**
 * Unary calls to the engine as stages. A caller that already has a deadline (an activity's attempt)
 * keeps it where it is the shorter one.
 */
final class GrpcCalls {
  private final Channel channel;
  private final Executor callbacks;
  private final Duration timeout;

  /**
   * @param callbacks runs what follows an answer
   */
  GrpcCalls(Channel channel, Executor callbacks, Duration timeout) {
    this.channel = channel;
    this.callbacks = callbacks;
    this.timeout = timeout;
  }

  <Q, R> CompletableFuture<R> unary(MethodDescriptor<Q, R> method, Q request) {
    return unary(method, request, timeout);
  }

  /**
   * Completes exceptionally with {@link EngineUnavailableException} when no answer came, and with
   * {@link io.grpc.StatusRuntimeException} when the engine refused.
   */
  <Q, R> CompletableFuture<R> unary(MethodDescriptor<Q, R> method, Q request, Duration deadline) {
    CompletableFuture<R> answer = new CompletableFuture<>();
    CallOptions options =
        CallOptions.DEFAULT
            .withExecutor(callbacks)
            .withDeadlineAfter(deadline.toMillis(), TimeUnit.MILLISECONDS);
    ClientCalls.asyncUnaryCall(
        channel.newCall(method, options), request, new Completing<>(answer, method));
    return answer;
  }

  /** What a stage's handler throws on to fail the stage with {@code failure} itself. */
  static CompletionException passedOn(Throwable failure) {
    return failure instanceof CompletionException known ? known : new CompletionException(failure);
  }

  private static final class Completing<R> implements StreamObserver<R> {
    private final CompletableFuture<R> answer;
    private final MethodDescriptor<?, R> method;
    private @Nullable R value;

    Completing(CompletableFuture<R> answer, MethodDescriptor<?, R> method) {
      this.answer = answer;
      this.method = method;
    }

    @Override
    public void onNext(R next) {
      value = next;
    }

    @Override
    public void onCompleted() {
      answer.complete(value);
    }

    @Override
    public void onError(Throwable error) {
      answer.completeExceptionally(translated(error));
    }

    private Throwable translated(Throwable error) {
      Status status = Status.fromThrowable(error);
      return switch (status.getCode()) {
        case UNAVAILABLE, DEADLINE_EXCEEDED, CANCELLED, RESOURCE_EXHAUSTED, UNAUTHENTICATED ->
            unavailable(status, error);
        case UNKNOWN -> isTornRead(status) ? unavailable(status, error) : error;
        default -> error;
      };
    }

    private EngineUnavailableException unavailable(Status status, Throwable error) {
      return new EngineUnavailableException(
          method.getBareMethodName() + ": " + status.getCode(), error);
    }

    /** daprd 1.18 reads a workflow row by row, and says so where a turn is stored in between. */
    private static boolean isTornRead(Status status) {
      String description = status.getDescription();
      return description != null && description.contains("missing from state store");
    }
  }
}
