package travel.saga.acceptance;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.grpc.MethodDescriptor;
import io.grpc.Server;
import io.grpc.ServerServiceDefinition;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.protobuf.ProtoUtils;
import io.grpc.stub.ServerCalls;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceResponse;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.proto.trace.v1.Status.StatusCode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import travel.saga.sidecar.Ports;

/** Receives spans as a collector does: OTLP over HTTP, in protobuf, or over gRPC. */
final class TraceCollector implements AutoCloseable {
  private static final MethodDescriptor<ExportTraceServiceRequest, ExportTraceServiceResponse>
      EXPORT =
          MethodDescriptor.<ExportTraceServiceRequest, ExportTraceServiceResponse>newBuilder()
              .setType(MethodDescriptor.MethodType.UNARY)
              .setFullMethodName("opentelemetry.proto.collector.trace.v1.TraceService/Export")
              .setRequestMarshaller(
                  ProtoUtils.marshaller(ExportTraceServiceRequest.getDefaultInstance()))
              .setResponseMarshaller(
                  ProtoUtils.marshaller(ExportTraceServiceResponse.getDefaultInstance()))
              .build();

  private final int port = Ports.free();
  private final int grpcPort = Ports.free();
  private final List<Received> spans = new CopyOnWriteArrayList<>();
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final CountDownLatch hangs;
  private final HttpServer server;
  private final Server grpc;

  private TraceCollector(CountDownLatch hangs) {
    this.hangs = hangs;
    try {
      server = HttpServer.create(loopback(port), 0);
      grpc =
          NettyServerBuilder.forAddress(loopback(grpcPort)).addService(service()).build().start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.setExecutor(threads);
    server.createContext("/v1/traces", this::receive);
    server.start();
  }

  private static InetSocketAddress loopback(int port) {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
  }

  private ServerServiceDefinition service() {
    return ServerServiceDefinition.builder("opentelemetry.proto.collector.trace.v1.TraceService")
        .addMethod(
            EXPORT,
            ServerCalls.asyncUnaryCall(
                (request, observer) -> {
                  spans.addAll(received(request).toList());
                  observer.onNext(ExportTraceServiceResponse.getDefaultInstance());
                  observer.onCompleted();
                }))
        .build();
  }

  /**
   * A span, and who has sent it.
   *
   * @param parent empty for the first of a trace
   * @param links ids of the spans it is linked with
   */
  record Received(
      String service,
      String trace,
      String id,
      String parent,
      String name,
      Span.SpanKind kind,
      boolean failed,
      Map<String, String> attributes,
      List<String> links) {
    String attribute(String name) {
      return attributes.getOrDefault(name, "");
    }
  }

  static TraceCollector start() {
    return new TraceCollector(new CountDownLatch(0));
  }

  /** One that takes connections and answers nobody. */
  static TraceCollector hanging() {
    return new TraceCollector(new CountDownLatch(1));
  }

  String endpoint() {
    return "http://127.0.0.1:" + port;
  }

  String grpcEndpoint() {
    return "http://127.0.0.1:" + grpcPort;
  }

  List<Received> spans() {
    return List.copyOf(spans);
  }

  List<Received> trace(String id) {
    return spans.stream().filter(span -> span.trace().equals(id)).toList();
  }

  private void receive(HttpExchange exchange) throws IOException {
    try (exchange) {
      var request = ExportTraceServiceRequest.parseFrom(exchange.getRequestBody().readAllBytes());
      hangs.await();
      spans.addAll(received(request).toList());
      exchange.getResponseHeaders().set("Content-Type", "application/x-protobuf");
      exchange.sendResponseHeaders(200, -1);
    } catch (InterruptedException closing) {
      Thread.currentThread().interrupt();
    }
  }

  private static Stream<Received> received(ExportTraceServiceRequest request) {
    return request.getResourceSpansList().stream()
        .flatMap(
            resource -> {
              String service =
                  attributes(resource.getResource().getAttributesList())
                      .getOrDefault("service.name", "");
              return resource.getScopeSpansList().stream()
                  .flatMap(scope -> scope.getSpansList().stream())
                  .map(span -> received(service, span));
            });
  }

  private static Received received(String service, Span span) {
    return new Received(
        service,
        hex(span.getTraceId().toByteArray()),
        hex(span.getSpanId().toByteArray()),
        hex(span.getParentSpanId().toByteArray()),
        span.getName(),
        span.getKind(),
        span.getStatus().getCode() == StatusCode.STATUS_CODE_ERROR,
        attributes(span.getAttributesList()),
        span.getLinksList().stream().map(link -> hex(link.getSpanId().toByteArray())).toList());
  }

  private static Map<String, String> attributes(List<KeyValue> list) {
    Map<String, String> attributes = new HashMap<>();
    for (KeyValue entry : list) {
      attributes.put(
          entry.getKey(),
          entry.getValue().hasIntValue()
              ? Long.toString(entry.getValue().getIntValue())
              : entry.getValue().getStringValue());
    }
    return attributes;
  }

  private static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }

  @Override
  public void close() {
    server.stop(0);
    grpc.shutdownNow();
    threads.shutdownNow();
  }
}
