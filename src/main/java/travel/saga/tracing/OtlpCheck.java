package travel.saga.tracing;

import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import jakarta.interceptor.Interceptor;
import java.util.Set;
import org.eclipse.microprofile.config.Config;
import travel.saga.reservation.SettingException;

/** Refuses what the exporter would take without a word, and then export nothing. */
@Singleton
class OtlpCheck {
  private static final Set<String> PROTOCOLS = Set.of("http/protobuf", "grpc");

  private final Config config;

  OtlpCheck(Config config) {
    this.config = config;
  }

  void check(@Observes @Priority(Interceptor.Priority.PLATFORM_BEFORE - 2) StartupEvent start) {
    String protocol = config.getValue(OtlpSettings.PROTOCOL, String.class);
    if (!PROTOCOLS.contains(protocol)) {
      throw new SettingException(
          "OTEL_EXPORTER_OTLP_PROTOCOL", protocol, "set http/protobuf or grpc.");
    }
  }
}
