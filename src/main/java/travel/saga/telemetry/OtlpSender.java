package travel.saga.telemetry;

import io.micrometer.core.ipc.http.HttpUrlConnectionSender;
import io.micrometer.registry.otlp.OtlpHttpMetricsSender;
import io.micrometer.registry.otlp.OtlpMetricsSender;
import java.net.URI;
import java.time.Duration;
import org.jboss.logging.Logger;

/** Says once that a collector takes nothing, and once that it does again. */
final class OtlpSender implements OtlpMetricsSender {
  private static final Logger LOG = Logger.getLogger(OtlpSender.class);
  private static final Duration CONNECT = Duration.ofSeconds(1);
  private static final int LONGEST_REASON = 200;

  private final OtlpMetricsSender wire;
  private final URI endpoint;
  private boolean failing;

  OtlpSender(OtlpMetricsSender wire, URI endpoint) {
    this.wire = wire;
    this.endpoint = endpoint;
  }

  static OtlpSender of(OtlpSettings settings) {
    OtlpMetricsSender wire =
        switch (settings.protocol()) {
          case HTTP_PROTOBUF ->
              new OtlpHttpMetricsSender(new HttpUrlConnectionSender(CONNECT, settings.timeout()));
          case GRPC -> new GrpcMetricsSender(settings.endpoint(), settings.timeout());
        };
    return new OtlpSender(wire, settings.endpoint());
  }

  @Override
  public synchronized void send(Request request) {
    try {
      wire.send(request);
      if (failing) {
        LOG.infof("The collector at %s takes metrics again.", endpoint);
      }
      failing = false;
    } catch (Exception failure) {
      if (!failing) {
        LOG.warnf("The collector at %s does not take metrics: %s", endpoint, reason(failure));
      }
      failing = true;
    }
  }

  private static String reason(Exception failure) {
    String reason = String.valueOf(failure.getCause() == null ? failure : failure.getCause());
    return reason.length() > LONGEST_REASON ? reason.substring(0, LONGEST_REASON) + "…" : reason;
  }
}
