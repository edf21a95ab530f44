package travel.saga.engine.grpc;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Function;
import travel.saga.engine.dispatch.EngineException;
import travel.saga.engine.store.StoreException;

/** Answers a call when a future completes; the one place where failures become status codes. */
final class Replies {
  private static final Logger LOG = System.getLogger(Replies.class.getName());

  private Replies() {}

  /**
   * To be called before the service's method returns. The caller's giving up cancels the future.
   */
  static <T, R> void answer(
      CompletableFuture<T> future, StreamObserver<R> observer, Function<T, R> reply) {
    if (observer instanceof ServerCallStreamObserver<R> call) {
      call.setOnCancelHandler(() -> future.cancel(false));
    }
    var unused =
        future.whenComplete(
            (value, failure) -> {
              if (future.isCancelled()) {
                return;
              }
              try {
                if (failure == null) {
                  observer.onNext(reply.apply(value));
                  observer.onCompleted();
                } else {
                  observer.onError(status(failure));
                }
              } catch (RuntimeException e) {
                observer.onError(status(e));
              }
            });
  }

  static StatusRuntimeException status(Throwable failure) {
    Throwable cause =
        failure instanceof CompletionException && failure.getCause() != null
            ? failure.getCause()
            : failure;
    if (cause instanceof StatusRuntimeException known) {
      return known;
    }
    if (cause instanceof EngineException refusal) {
      return code(refusal.reason()).withDescription(refusal.getMessage()).asRuntimeException();
    }
    if (cause instanceof StoreException) {
      LOG.log(Level.ERROR, "The storage failed", cause);
      return Status.UNAVAILABLE.withDescription(cause.getMessage()).asRuntimeException();
    }
    LOG.log(Level.ERROR, "A call failed", cause);
    return Status.INTERNAL
        .withDescription("The embedded engine failed; its log says why.")
        .asRuntimeException();
  }

  private static Status code(EngineException.Reason reason) {
    return switch (reason) {
      case NO_SUCH_INSTANCE -> Status.NOT_FOUND;
      case ALREADY_ACTIVE -> Status.ALREADY_EXISTS;
      case NOT_COMPLETED, STALLED -> Status.FAILED_PRECONDITION;
      case INVALID -> Status.INVALID_ARGUMENT;
      case BUSY -> Status.RESOURCE_EXHAUSTED;
      case UNAVAILABLE -> Status.UNAVAILABLE;
    };
  }
}
