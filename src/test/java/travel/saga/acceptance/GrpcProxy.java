package travel.saga.acceptance;

import io.dapr.durabletask.implementation.protobuf.TaskHubSidecarServiceGrpc;
import io.dapr.v1.DaprGrpc;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.Context;
import io.grpc.InsecureServerCredentials;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Server;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerCredentials;
import io.grpc.ServerInterceptor;
import io.grpc.ServerServiceDefinition;
import io.grpc.ServiceDescriptor;
import io.grpc.Status;
import io.grpc.netty.NettyServerBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/** Passes the calls of a sidecar's API on, message by message, as fast as both sides take them. */
final class GrpcProxy implements AutoCloseable {
  private final Server server;
  private final ManagedChannel target;

  private GrpcProxy(Server server, ManagedChannel target) {
    this.server = server;
    this.target = target;
  }

  /** In plain text on a free port; closes {@code target} with itself. */
  static GrpcProxy to(ManagedChannel target, ServerInterceptor... interceptors) {
    return to(target, InsecureServerCredentials.create(), interceptors);
  }

  static GrpcProxy to(
      ManagedChannel target, ServerCredentials credentials, ServerInterceptor... interceptors) {
    var builder =
        NettyServerBuilder.forAddress(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), credentials)
            .addService(passingOn(DaprGrpc.getServiceDescriptor(), target))
            .addService(passingOn(TaskHubSidecarServiceGrpc.getServiceDescriptor(), target));
    for (ServerInterceptor interceptor : interceptors) {
      builder.intercept(interceptor);
    }
    try {
      return new GrpcProxy(builder.build().start(), target);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  int port() {
    return server.getPort();
  }

  @Override
  public void close() {
    server.shutdownNow();
    target.shutdownNow();
  }

  private static ServerServiceDefinition passingOn(ServiceDescriptor service, Channel target) {
    ServerServiceDefinition.Builder definition = ServerServiceDefinition.builder(service);
    service.getMethods().forEach(method -> add(definition, method, target));
    return definition.build();
  }

  private static <Q, R> void add(
      ServerServiceDefinition.Builder definition, MethodDescriptor<Q, R> method, Channel target) {
    definition.addMethod(method, new PassingOn<Q, R>(target));
  }

  private record PassingOn<Q, R>(Channel target) implements ServerCallHandler<Q, R> {
    @Override
    public ServerCall.Listener<Q> startCall(ServerCall<Q, R> caller, Metadata headers) {
      ClientCall<Q, R> onward = onward(caller.getMethodDescriptor());
      onward.start(new Answers<>(caller, onward), headers);
      caller.request(1);
      onward.request(1);
      return new Requests<>(caller, onward);
    }

    /** Not in the caller's context: whether the end of a call is passed on is decided here. */
    private ClientCall<Q, R> onward(MethodDescriptor<Q, R> method) {
      Context callers = Context.ROOT.attach();
      try {
        return target.newCall(method, CallOptions.DEFAULT);
      } finally {
        Context.ROOT.detach(callers);
      }
    }
  }

  /** What the caller sends. */
  private static final class Requests<Q, R> extends ServerCall.Listener<Q> {
    private final ServerCall<Q, R> caller;
    private final ClientCall<Q, R> onward;

    Requests(ServerCall<Q, R> caller, ClientCall<Q, R> onward) {
      this.caller = caller;
      this.onward = onward;
    }

    @Override
    public void onMessage(Q message) {
      onward.sendMessage(message);
      caller.request(1);
    }

    @Override
    public void onHalfClose() {
      onward.halfClose();
    }

    @Override
    public void onCancel() {
      onward.cancel("the caller has gone", null);
    }
  }

  /** What comes back. */
  private static final class Answers<Q, R> extends ClientCall.Listener<R> {
    private final ServerCall<Q, R> caller;
    private final ClientCall<Q, R> onward;

    Answers(ServerCall<Q, R> caller, ClientCall<Q, R> onward) {
      this.caller = caller;
      this.onward = onward;
    }

    @Override
    public void onHeaders(Metadata headers) {
      caller.sendHeaders(headers);
    }

    @Override
    public void onMessage(R message) {
      caller.sendMessage(message);
      onward.request(1);
    }

    @Override
    public void onClose(Status status, Metadata trailers) {
      if (!caller.isCancelled()) {
        caller.close(status, trailers);
      }
    }
  }
}
