package travel.saga.engine.grpc;

import com.google.protobuf.StringValue;
import io.dapr.durabletask.implementation.protobuf.OrchestratorService.TraceContext;
import io.grpc.Context;
import io.grpc.Contexts;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import org.jspecify.annotations.Nullable;

/** Keeps the W3C trace context of a call's metadata for the service that answers it. */
final class CallerTrace implements ServerInterceptor {
  private static final Metadata.Key<String> PARENT = key("traceparent");
  private static final Metadata.Key<String> STATE = key("tracestate");
  private static final Context.Key<TraceContext> CURRENT = Context.key("caller-trace");

  /** The trace that the current call belongs to, or null. */
  static @Nullable TraceContext current() {
    return CURRENT.get();
  }

  @Override
  public <Q, R> ServerCall.Listener<Q> interceptCall(
      ServerCall<Q, R> call, Metadata headers, ServerCallHandler<Q, R> next) {
    String parent = headers.get(PARENT);
    if (parent == null) {
      return next.startCall(call, headers);
    }
    TraceContext.Builder trace = TraceContext.newBuilder().setTraceParent(parent);
    String state = headers.get(STATE);
    if (state != null) {
      trace.setTraceState(StringValue.of(state));
    }
    Context context = Context.current().withValue(CURRENT, trace.build());
    return Contexts.interceptCall(context, call, headers, next);
  }

  private static Metadata.Key<String> key(String name) {
    return Metadata.Key.of(name, Metadata.ASCII_STRING_MARSHALLER);
  }
}
