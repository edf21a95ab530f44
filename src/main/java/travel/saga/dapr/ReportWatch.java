package travel.saga.dapr;

import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptor;
import io.grpc.ForwardingClientCall.SimpleForwardingClientCall;
import io.grpc.ForwardingClientCallListener.SimpleForwardingClientCallListener;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Sees how the report of one work item ends, and gives it a deadline: the SDK's runners have none,
 * and swallow the failure.
 */
final class ReportWatch implements ClientInterceptor {
  private final Duration timeout;
  private volatile @Nullable Status ended;

  ReportWatch(Duration timeout) {
    this.timeout = timeout;
  }

  @Override
  public <Q, R> ClientCall<Q, R> interceptCall(
      MethodDescriptor<Q, R> method, CallOptions options, Channel next) {
    CallOptions limited = options.withDeadlineAfter(timeout.toMillis(), TimeUnit.MILLISECONDS);
    return new SimpleForwardingClientCall<>(next.newCall(method, limited)) {
      @Override
      public void start(Listener<R> listener, Metadata headers) {
        super.start(
            new SimpleForwardingClientCallListener<>(listener) {
              @Override
              public void onClose(Status status, Metadata trailers) {
                ended = status;
                super.onClose(status, trailers);
              }
            },
            headers);
      }
    };
  }

  /**
   * @throws io.grpc.StatusRuntimeException when the engine did not take the report
   */
  void check() {
    Status status = ended;
    if (status == null) {
      throw Status.INTERNAL.withDescription("no report was made").asRuntimeException();
    }
    if (!status.isOk()) {
      throw status.asRuntimeException();
    }
  }
}
