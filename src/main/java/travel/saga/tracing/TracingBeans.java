package travel.saga.tracing;

import io.opentelemetry.api.OpenTelemetry;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Tracing as the settings have it. */
@Singleton
class TracingBeans {
  @Produces
  @Singleton
  Tracing tracing(
      OpenTelemetry telemetry, @ConfigProperty(name = OtlpSettings.DISABLED) boolean disabled) {
    return disabled ? Tracing.off() : Tracing.of(telemetry);
  }
}
