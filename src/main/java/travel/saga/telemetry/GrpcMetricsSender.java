package travel.saga.telemetry;

import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientInterceptors;
import io.grpc.ManagedChannel;
import io.grpc.ManagedChannelBuilder;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.MetadataUtils;
import io.micrometer.registry.otlp.OtlpMetricsSender;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/** OTLP over gRPC. The request comes encoded, and nothing in the answer is of interest. */
final class GrpcMetricsSender implements OtlpMetricsSender {
  private static final int PORT = 4317;
  private static final MethodDescriptor<byte[], byte[]> EXPORT =
      MethodDescriptor.<byte[], byte[]>newBuilder()
          .setType(MethodDescriptor.MethodType.UNARY)
          .setFullMethodName("opentelemetry.proto.collector.metrics.v1.MetricsService/Export")
          .setRequestMarshaller(new AsIs())
          .setResponseMarshaller(new AsIs())
          .build();

  private final ManagedChannel channel;
  private final Duration timeout;

  /** Does not connect yet. */
  GrpcMetricsSender(URI endpoint, Duration timeout) {
    int port = endpoint.getPort() < 0 ? PORT : endpoint.getPort();
    ManagedChannelBuilder<?> builder = ManagedChannelBuilder.forAddress(endpoint.getHost(), port);
    this.channel =
        ("https".equals(endpoint.getScheme())
                ? builder.useTransportSecurity()
                : builder.usePlaintext())
            .build();
    this.timeout = timeout;
  }

  @Override
  public void send(Request request) {
    Metadata headers = new Metadata();
    request
        .getHeaders()
        .forEach(
            (name, value) ->
                headers.put(
                    Metadata.Key.of(
                        name.toLowerCase(Locale.ROOT), Metadata.ASCII_STRING_MARSHALLER),
                    value));
    Channel withHeaders =
        ClientInterceptors.intercept(channel, MetadataUtils.newAttachHeadersInterceptor(headers));
    ClientCalls.blockingUnaryCall(
        withHeaders,
        EXPORT,
        CallOptions.DEFAULT.withDeadlineAfter(timeout.toMillis(), TimeUnit.MILLISECONDS),
        request.getMetricsData());
  }

  private static final class AsIs implements MethodDescriptor.Marshaller<byte[]> {
    @Override
    public InputStream stream(byte[] value) {
      return new ByteArrayInputStream(value);
    }

    @Override
    public byte[] parse(InputStream stream) {
      try {
        return stream.readAllBytes();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
