package travel.saga.dapr;

import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import java.io.InputStream;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * What the SDK's runner reports of one work item. The runners wait for the answer, without a
 * deadline, and swallow its failure; so they are answered at once, and the report is sent from
 * here, where it occupies no thread and its end is seen.
 */
final class Report extends Channel {
  private @Nullable Sending made;

  /** Completes when the engine has taken it; exceptionally when it has not, or none was made. */
  CompletableFuture<?> send(GrpcCalls engine, Duration timeout) {
    return made == null
        ? CompletableFuture.failedFuture(
            Status.INTERNAL.withDescription("no report was made").asRuntimeException())
        : made.by(engine, timeout);
  }

  @Override
  public <Q, R> ClientCall<Q, R> newCall(MethodDescriptor<Q, R> method, CallOptions options) {
    return new Taking<>(method);
  }

  @Override
  public String authority() {
    return "report";
  }

  @FunctionalInterface
  private interface Sending {
    CompletableFuture<?> by(GrpcCalls engine, Duration timeout);
  }

  private final class Taking<Q, R> extends ClientCall<Q, R> {
    private final MethodDescriptor<Q, R> method;
    private @Nullable Listener<R> caller;

    Taking(MethodDescriptor<Q, R> method) {
      this.method = method;
    }

    @Override
    public void start(Listener<R> listener, Metadata headers) {
      caller = listener;
    }

    @Override
    public void sendMessage(Q message) {
      made = (engine, timeout) -> engine.unary(method, message, timeout);
    }

    @Override
    public void halfClose() {
      if (caller != null) {
        caller.onHeaders(new Metadata());
        caller.onMessage(method.parseResponse(InputStream.nullInputStream()));
        caller.onClose(Status.OK, new Metadata());
      }
    }

    @Override
    public void request(int messages) {
      // the one answer comes by itself
    }

    @Override
    public void cancel(@Nullable String message, @Nullable Throwable cause) {
      // nothing is under way
    }
  }
}
