package travel.saga.dapr;

import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptor;
import io.grpc.ClientInterceptors;
import io.grpc.ForwardingClientCall.SimpleForwardingClientCall;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Executor;
import travel.saga.tracing.Tracing;

/**
 * Tells the engine which trace a call belongs to, so that the spans of a sidecar that traces are in
 * it, and has what follows the answer belong to it, too.
 */
final class TracedCalls implements ClientInterceptor {
  private final Tracing tracing;

  private TracedCalls(Tracing tracing) {
    this.tracing = tracing;
  }

  /** The channel itself where tracing is off. */
  static Channel over(Channel channel, Tracing tracing) {
    return tracing.isOn()
        ? ClientInterceptors.intercept(channel, new TracedCalls(tracing))
        : channel;
  }

  @Override
  public <Q, R> ClientCall<Q, R> interceptCall(
      MethodDescriptor<Q, R> method, CallOptions options, Channel next) {
    Map<String, String> trace = new TreeMap<>();
    tracing.inject(trace::put);
    if (trace.isEmpty()) {
      return next.newCall(method, options);
    }
    return new SimpleForwardingClientCall<>(next.newCall(method, carried(options))) {
      @Override
      public void start(Listener<R> listener, Metadata headers) {
        trace.forEach(
            (name, value) ->
                headers.put(Metadata.Key.of(name, Metadata.ASCII_STRING_MARSHALLER), value));
        super.start(listener, headers);
      }
    };
  }

  private CallOptions carried(CallOptions options) {
    Executor callbacks = options.getExecutor();
    return callbacks == null ? options : options.withExecutor(tracing.carriedTo(callbacks));
  }
}
