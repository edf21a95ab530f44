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
  /** How often a workflow is read that is written at the same time. */
  private static final int READS = 5;

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
    CallOptions options =
        CallOptions.DEFAULT
            .withExecutor(callbacks)
            .withDeadlineAfter(deadline.toMillis(), TimeUnit.MILLISECONDS);
    CompletableFuture<R> answer = new CompletableFuture<>();
    new Call<>(method, request, options, answer).run(READS);
    return answer;
  }

  /** What a stage's handler throws on to fail the stage with {@code failure} itself. */
  static CompletionException passedOn(Throwable failure) {
    return failure instanceof CompletionException known ? known : new CompletionException(failure);
  }

  private final class Call<Q, R> {
    private final MethodDescriptor<Q, R> method;
    private final Q request;
    private final CallOptions options;
    private final CompletableFuture<R> answer;

    Call(
        MethodDescriptor<Q, R> method,
        Q request,
        CallOptions options,
        CompletableFuture<R> answer) {
      this.method = method;
      this.request = request;
      this.options = options;
      this.answer = answer;
    }

    void run(int reads) {
      ClientCalls.asyncUnaryCall(channel.newCall(method, options), request, new Completing(reads));
    }

    private final class Completing implements StreamObserver<R> {
      private final int reads;
      private @Nullable R value;

      Completing(int reads) {
        this.reads = reads;
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
        Status status = Status.fromThrowable(error);
        if (reads > 1 && isTornRead(status)) {
          run(reads - 1);
        } else {
          answer.completeExceptionally(translated(status, error));
        }
      }
    }

    private Throwable translated(Status status, Throwable error) {
      return switch (status.getCode()) {
        case UNAVAILABLE, DEADLINE_EXCEEDED, CANCELLED, RESOURCE_EXHAUSTED, UNAUTHENTICATED ->
            unavailable(status, error);
        default -> isTornRead(status) ? unavailable(status, error) : error;
      };
    }

    private EngineUnavailableException unavailable(Status status, Throwable error) {
      return new EngineUnavailableException(
          method.getBareMethodName() + ": " + status.getCode(), error);
    }
  }

  /**
   * daprd 1.18 reads a workflow row by row, and says so where a turn is stored in between: before
   * it has done anything.
   */
  private static boolean isTornRead(Status status) {
    String description = status.getDescription();
    return status.getCode() == Status.Code.UNKNOWN
        && description != null
        && description.contains("missing from state store");
  }
}
