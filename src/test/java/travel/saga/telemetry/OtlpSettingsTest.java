package travel.saga.telemetry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import travel.saga.reservation.SettingException;
import travel.saga.telemetry.OtlpSettings.Protocol;

class OtlpSettingsTest {
  private static final String ENDPOINT = "otel.exporter.otlp.endpoint";
  private static final String METRICS_ENDPOINT = "otel.exporter.otlp.metrics.endpoint";
  private static final String COLLECTOR = "http://collector:4318";

  @Test
  void isOffUnlessACollectorIsSet() {
    assertThat(read(Map.of())).isEmpty();
    assertThat(read(Map.of(ENDPOINT, " "))).isEmpty();
    assertThat(read(Map.of(ENDPOINT, COLLECTOR, "otel.sdk.disabled", "true"))).isEmpty();
    assertThat(read(Map.of(ENDPOINT, COLLECTOR, "otel.metrics.exporter", "none"))).isEmpty();
    assertThat(read(Map.of(ENDPOINT, COLLECTOR, "otel.sdk.disabled", "false"))).isPresent();
  }

  @Test
  void hasTheDefaultsOfOpenTelemetry() {
    OtlpSettings settings = settings(Map.of(ENDPOINT, COLLECTOR));

    assertThat(settings.protocol()).isEqualTo(Protocol.HTTP_PROTOBUF);
    assertThat(settings.interval()).isEqualTo(Duration.ofMinutes(1));
    assertThat(settings.timeout()).isEqualTo(Duration.ofSeconds(10));
    assertThat(settings.headers()).isEmpty();
    assertThat(settings.resource())
        .containsEntry("service.name", "reservations")
        .containsKey("service.instance.id");
  }

  @ParameterizedTest
  @CsvSource({
    "http/protobuf, http://c:4318, http://c:4318/v1/metrics",
    "http/protobuf, http://c:4318/, http://c:4318/v1/metrics",
    "http/protobuf, https://vendor.example/otlp, https://vendor.example/otlp/v1/metrics",
    "grpc, http://c:4317, http://c:4317"
  })
  void findsTheMetricsBelowTheEndpoint(String protocol, String endpoint, String expected) {
    OtlpSettings settings =
        settings(Map.of(ENDPOINT, endpoint, "otel.exporter.otlp.protocol", protocol));

    assertThat(settings.endpoint()).hasToString(expected);
  }

  @Test
  void whatIsSetForMetricsAloneWins() {
    OtlpSettings settings =
        settings(
            Map.of(
                ENDPOINT,
                "http://c:4317",
                METRICS_ENDPOINT,
                "http://m/push",
                "otel.exporter.otlp.protocol",
                "grpc",
                "otel.exporter.otlp.metrics.protocol",
                "http/protobuf",
                "otel.exporter.otlp.timeout",
                "1000",
                "otel.exporter.otlp.metrics.timeout",
                "500"));

    assertThat(settings.endpoint()).hasToString("http://m/push");
    assertThat(settings.protocol()).isEqualTo(Protocol.HTTP_PROTOBUF);
    assertThat(settings.timeout()).isEqualTo(Duration.ofMillis(500));
  }

  @Test
  void readsHeadersAndAttributesAsInAUrl() {
    OtlpSettings settings =
        settings(
            Map.of(
                ENDPOINT,
                COLLECTOR,
                "otel.exporter.otlp.headers",
                "authorization=Basic%20a+b%3D, x-org = 1%2C2,",
                "otel.resource.attributes",
                "service.name=a,service.instance.id=i-1",
                "otel.service.name",
                "b"));

    assertThat(settings.headers()).isEqualTo(Map.of("authorization", "Basic a+b=", "x-org", "1,2"));
    assertThat(settings.resource())
        .containsEntry("service.name", "b")
        .containsEntry("service.instance.id", "i-1");
  }

  @ParameterizedTest
  @CsvSource({
    ENDPOINT + ", collector:4318, OTEL_EXPORTER_OTLP_ENDPOINT",
    ENDPOINT + ", http:// x, OTEL_EXPORTER_OTLP_ENDPOINT",
    METRICS_ENDPOINT + ", ftp://c, OTEL_EXPORTER_OTLP_METRICS_ENDPOINT",
    "otel.exporter.otlp.protocol, http/json, OTEL_EXPORTER_OTLP_PROTOCOL",
    "otel.exporter.otlp.timeout, 10s, OTEL_EXPORTER_OTLP_TIMEOUT",
    "otel.metric.export.interval, 0, OTEL_METRIC_EXPORT_INTERVAL"
  })
  void namesWhatIsWrong(String property, String value, String shown) {
    Map<String, String> set = new HashMap<>(Map.of(ENDPOINT, COLLECTOR));
    set.put(property, value);

    assertThatThrownBy(() -> read(set))
        .isInstanceOf(SettingException.class)
        .hasMessageStartingWith(shown + " is \"" + value + "\": set ");
  }

  @Test
  void doesNotRepeatASecretThatIsWrong() {
    for (String wrong : new String[] {"s3cret", "authorization=s3cret%2"}) {
      assertThatThrownBy(
              () -> read(Map.of(ENDPOINT, COLLECTOR, "otel.exporter.otlp.headers", wrong)))
          .isInstanceOf(SettingException.class)
          .hasMessageStartingWith("OTEL_EXPORTER_OTLP_HEADERS cannot be read")
          .hasMessageNotContaining("s3cret");
    }
  }

  private static OtlpSettings settings(Map<String, String> set) {
    return read(set).orElseThrow();
  }

  private static Optional<OtlpSettings> read(Map<String, String> set) {
    Map<String, String> all = new HashMap<>(set);
    all.put("quarkus.application.name", "reservations");
    return OtlpSettings.of(
        new SmallRyeConfigBuilder()
            .withSources(new PropertiesConfigSource(all, "test", 1))
            .build());
  }
}
