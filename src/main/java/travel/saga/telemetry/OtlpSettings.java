package travel.saga.telemetry;

import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.config.Config;
import travel.saga.reservation.SettingException;

/**
 * Where meters are sent to, by the settings that all of OpenTelemetry reads.
 *
 * @param endpoint of the call itself over HTTP, of the server over gRPC
 * @param headers with what they may tell of secrets; never logged
 * @param resource says whose meters these are
 */
record OtlpSettings(
    URI endpoint,
    Protocol protocol,
    Map<String, String> headers,
    Map<String, String> resource,
    Duration interval,
    Duration timeout) {
  /** How it is spoken. */
  enum Protocol {
    HTTP_PROTOBUF,
    GRPC
  }

  private static final String PREFIX = "otel.exporter.otlp.";
  private static final String INTERVAL = "otel.metric.export.interval";

  /**
   * Empty where there is no collector, or it is to have no metrics.
   *
   * @throws SettingException for what cannot be worked with
   */
  static Optional<OtlpSettings> of(Config config) {
    boolean off =
        text(config, "otel.sdk.disabled").filter(Boolean::parseBoolean).isPresent()
            || text(config, "otel.metrics.exporter").filter("none"::equals).isPresent();
    return off ? Optional.empty() : endpoint(config).map(endpoint -> of(config, endpoint));
  }

  private static OtlpSettings of(Config config, Setting endpoint) {
    Protocol protocol = protocol(config);
    return new OtlpSettings(
        uri(endpoint, protocol),
        protocol,
        pairs(setting(config, "headers")),
        resource(config),
        millis(new Setting(INTERVAL, text(config, INTERVAL).orElse("60000"))),
        millis(setting(config, "timeout").orElse(new Setting(PREFIX + "timeout", "10000"))));
  }

  /** A property and what it is set to. */
  private record Setting(String name, String value) {
    String shown() {
      return name.toUpperCase(Locale.ROOT).replace('.', '_');
    }

    SettingException wrong(String remedy) {
      return new SettingException(shown(), value, remedy);
    }
  }

  private static Optional<Setting> endpoint(Config config) {
    return setting(config, "endpoint");
  }

  /** That of the metrics alone, or that of everything. */
  private static Optional<Setting> setting(Config config, String name) {
    return named(config, PREFIX + "metrics." + name).or(() -> named(config, PREFIX + name));
  }

  private static Optional<Setting> named(Config config, String name) {
    return text(config, name).map(value -> new Setting(name, value));
  }

  private static Optional<String> text(Config config, String name) {
    return config.getOptionalValue(name, String.class).map(String::trim).filter(s -> !s.isEmpty());
  }

  private static Protocol protocol(Config config) {
    Optional<Setting> protocol = setting(config, "protocol");
    return switch (protocol.map(Setting::value).orElse("http/protobuf")) {
      case "http/protobuf" -> Protocol.HTTP_PROTOBUF;
      case "grpc" -> Protocol.GRPC;
      default -> throw protocol.orElseThrow().wrong("set http/protobuf or grpc.");
    };
  }

  private static URI uri(Setting endpoint, Protocol protocol) {
    URI uri;
    try {
      uri = URI.create(endpoint.value());
    } catch (IllegalArgumentException noUri) {
      throw notAnEndpoint(endpoint);
    }
    if (uri.getHost() == null || !String.valueOf(uri.getScheme()).matches("https?")) {
      throw notAnEndpoint(endpoint);
    }
    boolean base = !endpoint.name().contains(".metrics.");
    return base && protocol == Protocol.HTTP_PROTOBUF
        ? URI.create(endpoint.value().replaceFirst("/$", "") + "/v1/metrics")
        : uri;
  }

  private static SettingException notAnEndpoint(Setting endpoint) {
    return endpoint.wrong(
        "set the URL of an OpenTelemetry collector, such as http://localhost:4318, or remove it.");
  }

  private static Duration millis(Setting time) {
    try {
      long millis = Long.parseLong(time.value());
      if (millis > 0) {
        return Duration.ofMillis(millis);
      }
    } catch (NumberFormatException notANumber) {
      // said below
    }
    throw time.wrong("set a time in milliseconds, 1 or more.");
  }

  /** By which a collector tells replicas apart; an operator's attributes win. */
  private static Map<String, String> resource(Config config) {
    Map<String, String> resource = new LinkedHashMap<>();
    text(config, "quarkus.application.name").ifPresent(name -> resource.put("service.name", name));
    text(config, "quarkus.application.version")
        .ifPresent(version -> resource.put("service.version", version));
    resource.put("service.instance.id", UUID.randomUUID().toString());
    resource.putAll(pairs(named(config, "otel.resource.attributes")));
    text(config, "otel.service.name").ifPresent(name -> resource.put("service.name", name));
    return Map.copyOf(resource);
  }

  /** {@code key=value,key=value} with percent signs as in a URL; what is wrong is not repeated. */
  private static Map<String, String> pairs(Optional<Setting> setting) {
    Map<String, String> pairs = new LinkedHashMap<>();
    setting.ifPresent(
        list -> {
          for (String pair : list.value().split(",", -1)) {
            int equals = pair.indexOf('=');
            if (equals > 0) {
              pairs.put(pair.substring(0, equals).trim(), decoded(list, pair, equals));
            } else if (!pair.isBlank()) {
              throw notPairs(list);
            }
          }
        });
    return Map.copyOf(pairs);
  }

  private static String decoded(Setting list, String pair, int equals) {
    try {
      // A plus is one: these are no form.
      return URLDecoder.decode(
          pair.substring(equals + 1).trim().replace("+", "%2B"), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException notEncoded) {
      throw notPairs(list);
    }
  }

  private static SettingException notPairs(Setting list) {
    return new SettingException(
        list.shown() + " cannot be read: set name=value,name=value, with % and , as %25 and %2C.");
  }
}
