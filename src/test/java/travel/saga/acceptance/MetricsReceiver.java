package travel.saga.acceptance;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Server;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.ServerInterceptors;
import io.grpc.ServerServiceDefinition;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.protobuf.ProtoUtils;
import io.grpc.stub.ServerCalls;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceResponse;
import io.opentelemetry.proto.metrics.v1.Metric;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A collector that takes metrics by OTLP, and tells their names as it would to Prometheus. */
final class MetricsReceiver implements AutoCloseable {
  private final Queue<ExportMetricsServiceRequest> received = new ConcurrentLinkedQueue<>();
  private final Queue<String> authorizations = new ConcurrentLinkedQueue<>();
  private final int port;
  private final Runnable end;
  private volatile int status = 200;

  private MetricsReceiver(boolean grpc) {
    try {
      if (grpc) {
        Server server = grpc();
        port = server.getPort();
        end = server::shutdownNow;
      } else {
        HttpServer server = http();
        port = server.getAddress().getPort();
        end = () -> server.stop(0);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static MetricsReceiver overHttp() {
    return new MetricsReceiver(false);
  }

  static MetricsReceiver overGrpc() {
    return new MetricsReceiver(true);
  }

  String endpoint() {
    return "http://127.0.0.1:" + port;
  }

  /** What it answers from now on, over HTTP. */
  void answer(int next) {
    status = next;
  }

  int count() {
    return received.size();
  }

  Set<String> authorizations() {
    return Set.copyOf(authorizations);
  }

  /** The attributes that say whose metrics they are, as {@code key=value}. */
  Set<String> resource() {
    return received.stream()
        .flatMap(request -> request.getResourceMetricsList().stream())
        .flatMap(metrics -> metrics.getResource().getAttributesList().stream())
        .map(entry -> entry.getKey() + "=" + entry.getValue().getStringValue())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** The names that the OpenTelemetry Collector and Prometheus make of them. */
  Set<String> names() {
    return metrics()
        .flatMap(MetricsReceiver::prometheus)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** The sum of what was told last of a counter. */
  double counter(String name) {
    return metrics()
        .filter(metric -> metric.getName().equals(name) && metric.hasSum())
        .mapToDouble(
            metric ->
                metric.getSum().getDataPointsList().stream()
                    .mapToDouble(point -> point.getAsDouble())
                    .sum())
        .reduce(0, (earlier, last) -> last);
  }

  private Stream<Metric> metrics() {
    return received.stream()
        .flatMap(request -> request.getResourceMetricsList().stream())
        .flatMap(resource -> resource.getScopeMetricsList().stream())
        .flatMap(scope -> scope.getMetricsList().stream());
  }

  private static Stream<String> prometheus(Metric metric) {
    String unit = metric.getUnit();
    String name = metric.getName().replace('.', '_');
    if (Set.of("seconds", "bytes").contains(unit) && !name.endsWith("_" + unit)) {
      name += "_" + unit;
    }
    if (metric.hasHistogram()) {
      return Stream.of("_bucket", "_count", "_sum").map(name::concat);
    }
    if (metric.hasSummary()) {
      return Stream.of("_count", "_sum").map(name::concat);
    }
    return Stream.of(metric.hasSum() && metric.getSum().getIsMonotonic() ? name + "_total" : name);
  }

  private HttpServer http() throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/v1/metrics", this::take);
    server.start();
    return server;
  }

  private void take(HttpExchange exchange) throws IOException {
    try (exchange) {
      byte[] body = exchange.getRequestBody().readAllBytes();
      if (status == 200) {
        received.add(ExportMetricsServiceRequest.parseFrom(body));
        authorizations.addAll(
            exchange.getRequestHeaders().getOrDefault("Authorization", List.of()));
      }
      exchange.sendResponseHeaders(status, -1);
    }
  }

  private Server grpc() throws IOException {
    MethodDescriptor<ExportMetricsServiceRequest, ExportMetricsServiceResponse> export =
        MethodDescriptor.<ExportMetricsServiceRequest, ExportMetricsServiceResponse>newBuilder()
            .setType(MethodDescriptor.MethodType.UNARY)
            .setFullMethodName("opentelemetry.proto.collector.metrics.v1.MetricsService/Export")
            .setRequestMarshaller(
                ProtoUtils.marshaller(ExportMetricsServiceRequest.getDefaultInstance()))
            .setResponseMarshaller(
                ProtoUtils.marshaller(ExportMetricsServiceResponse.getDefaultInstance()))
            .build();
    ServerServiceDefinition service =
        ServerServiceDefinition.builder("opentelemetry.proto.collector.metrics.v1.MetricsService")
            .addMethod(
                export,
                ServerCalls.asyncUnaryCall(
                    (request, answer) -> {
                      received.add(request);
                      answer.onNext(ExportMetricsServiceResponse.getDefaultInstance());
                      answer.onCompleted();
                    }))
            .build();
    return NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
        .addService(ServerInterceptors.intercept(service, new Authorizations()))
        .build()
        .start();
  }

  private final class Authorizations implements ServerInterceptor {
    private static final Metadata.Key<String> KEY =
        Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER);

    @Override
    public <Q, A> ServerCall.Listener<Q> interceptCall(
        ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
      String authorization = headers.get(KEY);
      if (authorization != null) {
        authorizations.add(authorization);
      }
      return next.startCall(call, headers);
    }
  }

  @Override
  public void close() {
    end.run();
  }
}
