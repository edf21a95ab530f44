package travel.saga.telemetry;

import io.micrometer.core.instrument.Clock;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import io.micrometer.registry.otlp.AggregationTemporality;
import io.micrometer.registry.otlp.OtlpConfig;
import io.micrometer.registry.otlp.OtlpMeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.interceptor.Interceptor;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.eclipse.microprofile.config.Config;
import org.jspecify.annotations.Nullable;

/**
 * Sends what {@code /q/metrics} shows to a collector, too. A registry of its own beside
 * Prometheus', which is made only where a collector is set: without one there is no thread and
 * nothing is counted twice.
 */
@ApplicationScoped
class OtlpMetrics {
  /** A collector that does not answer must not hold up the end. */
  private static final Duration LAST_PUSH = Duration.ofSeconds(2);

  private final Config config;
  private final MeterRegistry all;
  private @Nullable OtlpMeterRegistry registry;

  OtlpMetrics(Config config, MeterRegistry all) {
    this.config = config;
    this.all = all;
  }

  void start(@Observes @Priority(Interceptor.Priority.PLATFORM_BEFORE - 1) StartupEvent event) {
    OtlpSettings.of(config)
        .ifPresent(
            settings -> {
              OtlpMeterRegistry started = registry(settings);
              registry = started;
              ((CompositeMeterRegistry) all).add(started);
            });
  }

  private static OtlpMeterRegistry registry(OtlpSettings settings) {
    return OtlpMeterRegistry.builder(new Terms(settings))
        .clock(Clock.SYSTEM)
        .metricsSender(OtlpSender.of(settings))
        .build();
  }

  /** When the work has ended, so that it is in what is sent last. */
  void stop(@Observes @Priority(Interceptor.Priority.LIBRARY_AFTER) ShutdownEvent event) {
    OtlpMeterRegistry started = registry;
    if (started != null) {
      CompletableFuture.runAsync(started::close)
          .completeOnTimeout(null, LAST_PUSH.toMillis(), TimeUnit.MILLISECONDS)
          .join();
    }
  }

  /** What the library would read from environment variables by rules of its own. */
  private record Terms(OtlpSettings settings) implements OtlpConfig {
    @Override
    public @Nullable String get(String key) {
      return null;
    }

    @Override
    public String url() {
      return settings.endpoint().toString();
    }

    @Override
    public Map<String, String> headers() {
      return settings.headers();
    }

    @Override
    public Map<String, String> resourceAttributes() {
      return settings.resource();
    }

    @Override
    public Duration step() {
      return settings.interval();
    }

    @Override
    public AggregationTemporality aggregationTemporality() {
      return AggregationTemporality.CUMULATIVE;
    }

    /** So that a collector names them as Prometheus does. */
    @Override
    public TimeUnit baseTimeUnit() {
      return TimeUnit.SECONDS;
    }
  }
}
