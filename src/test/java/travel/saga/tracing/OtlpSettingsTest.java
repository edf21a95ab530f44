package travel.saga.tracing;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.config.EnvConfigSource;
import io.smallrye.config.FallbackConfigSourceInterceptor;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.Map;
import org.junit.jupiter.api.Test;

class OtlpSettingsTest {
  private static final String ENDPOINT = "quarkus.otel.exporter.otlp.endpoint";
  private static final String TRACES = "quarkus.otel.exporter.otlp.traces.endpoint";
  private static final String PROTOCOL = "quarkus.otel.exporter.otlp.protocol";

  @Test
  void isOffWithoutAnEndpoint() {
    assertThat(disabled(with(Map.of()))).isTrue();
    assertThat(disabled(with(Map.of("OTEL_EXPORTER_OTLP_ENDPOINT", "")))).isTrue();
    assertThat(disabled(with(Map.of("OTEL_EXPORTER_OTLP_HEADERS", "a=b")))).isTrue();
  }

  @Test
  void isOnWithAnEndpointUnderAnyOfItsNames() {
    for (String name :
        new String[] {
          "OTEL_EXPORTER_OTLP_ENDPOINT",
          "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT",
          "QUARKUS_OTEL_EXPORTER_OTLP_ENDPOINT",
          "QUARKUS_OTEL_EXPORTER_OTLP_TRACES_ENDPOINT"
        }) {
      assertThat(disabled(with(Map.of(name, "http://collector:4318")))).as(name).isFalse();
    }
  }

  @Test
  void isOffWhereThatIsSaid() {
    String endpoint = "http://collector:4318";
    assertThat(
            disabled(
                with(Map.of("OTEL_EXPORTER_OTLP_ENDPOINT", endpoint, "OTEL_SDK_DISABLED", "true"))))
        .isTrue();
  }

  @Test
  void readsWhatEveryExporterReads() {
    SmallRyeConfig config =
        with(
            Map.of(
                "OTEL_EXPORTER_OTLP_ENDPOINT", "http://collector:4318",
                "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", "http://traces:4318/v1/traces",
                "OTEL_EXPORTER_OTLP_TIMEOUT", "2500",
                "OTEL_EXPORTER_OTLP_HEADERS", "authorization=Basic%20a+b%3D,x=1%2C2",
                "OTEL_EXPORTER_OTLP_PROTOCOL", "grpc"));

    assertThat(config.getValue(ENDPOINT, String.class)).isEqualTo("http://collector:4318");
    assertThat(config.getValue(TRACES, String.class)).isEqualTo("http://traces:4318");
    assertThat(config.getValue(PROTOCOL, String.class)).isEqualTo("grpc");
    assertThat(config.getValue(OtlpSettings.PROTOCOL, String.class)).isEqualTo("grpc");
    assertThat(config.getValue("quarkus.otel.exporter.otlp.timeout", String.class))
        .isEqualTo("2500ms");
    assertThat(config.getValues("quarkus.otel.exporter.otlp.headers", String.class))
        .containsExactly("authorization=Basic a+b=", "x=1,2");
  }

  @Test
  void leavesHeadersThatAreNotEscaped() {
    SmallRyeConfig config = with(Map.of("OTEL_EXPORTER_OTLP_HEADERS", "key=100%"));

    assertThat(config.getValue("quarkus.otel.exporter.otlp.headers", String.class))
        .isEqualTo("key=100%");
  }

  @Test
  void prefersQuarkusNamesOfTheSameSource() {
    SmallRyeConfig config =
        with(
            Map.of(
                "OTEL_EXPORTER_OTLP_ENDPOINT", "http://one:4318",
                "QUARKUS_OTEL_EXPORTER_OTLP_ENDPOINT", "http://other:4318"));

    assertThat(config.getValue(ENDPOINT, String.class)).isEqualTo("http://other:4318");
  }

  private static boolean disabled(SmallRyeConfig config) {
    return config.getValue(OtlpSettings.DISABLED, Boolean.class);
  }

  /** As Quarkus has them: its defaults beneath everything, ours above, the environment on top. */
  private static SmallRyeConfig with(Map<String, String> environment) {
    return new SmallRyeConfigBuilder()
        .withDefaultValue(ENDPOINT, "http://localhost:4317/")
        .withDefaultValue(OtlpSettings.DISABLED, "false")
        .withSources(
            new PropertiesConfigSource(
                Map.of(PROTOCOL, "http/protobuf"), "application.properties", 250),
            new EnvConfigSource(environment, 300))
        .withInterceptors(
            new FallbackConfigSourceInterceptor(
                Map.of(TRACES, ENDPOINT, OtlpSettings.PROTOCOL, PROTOCOL)),
            new OtlpSettings())
        .build();
  }
}
