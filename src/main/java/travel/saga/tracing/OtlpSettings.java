package travel.saga.tracing;

import io.smallrye.config.ConfigSourceInterceptor;
import io.smallrye.config.ConfigSourceInterceptorContext;
import io.smallrye.config.ConfigValue;
import io.smallrye.config.Priorities;
import jakarta.annotation.Priority;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * OpenTelemetry's own variables count beside Quarkus' names for them, and without an endpoint there
 * is no tracing: Quarkus would look for a collector on this machine.
 */
@Priority(Priorities.LIBRARY + 350) // beneath what has the setting of all signals stand for one
public final class OtlpSettings implements ConfigSourceInterceptor {
  static final String DISABLED = "quarkus.otel.sdk.disabled";

  private static final long serialVersionUID = 1L;
  private static final String QUARKUS = "quarkus.";
  private static final String EXPORTER = "quarkus.otel.exporter.otlp.";
  static final String PROTOCOL = EXPORTER + "traces.protocol";

  private static final String TRACES = EXPORTER + "traces.endpoint";
  private static final Set<String> OTHERS =
      Set.of("quarkus.otel.service.name", "quarkus.otel.resource.attributes");
  private static final List<String> ENDPOINTS = List.of(TRACES, EXPORTER + "endpoint");

  /** Of OpenTelemetry's endpoint for traces alone, which Quarkus adds by itself. */
  private static final String PATH = "/v1/traces";

  @Override
  public @Nullable ConfigValue getValue(ConfigSourceInterceptorContext context, String name) {
    if (name.equals(DISABLED)) {
      return disabled(context);
    }
    return name.startsWith(EXPORTER) || OTHERS.contains(name)
        ? set(context, name)
        : context.proceed(name);
  }

  private static @Nullable ConfigValue disabled(ConfigSourceInterceptorContext context) {
    ConfigValue said = set(context, DISABLED);
    if (isSet(said) || ENDPOINTS.stream().anyMatch(name -> isSet(set(context, name)))) {
      return said;
    }
    return ConfigValue.builder().withName(DISABLED).withValue("true").build();
  }

  /** The one that stands in the source that counts more. */
  private static @Nullable ConfigValue set(ConfigSourceInterceptorContext context, String name) {
    ConfigValue quarkus = context.proceed(name);
    ConfigValue standard = context.proceed(name.substring(QUARKUS.length()));
    boolean counts =
        isSet(standard)
            && (quarkus == null
                || standard.getConfigSourceOrdinal() > quarkus.getConfigSourceOrdinal());
    return counts ? asQuarkus(standard, name) : quarkus;
  }

  private static ConfigValue asQuarkus(ConfigValue standard, String name) {
    return standard.withName(name).withValue(asQuarkus(name, standard.getValue()));
  }

  private static String asQuarkus(String name, String value) {
    if (name.equals(TRACES) && value.endsWith(PATH)) {
      return value.substring(0, value.length() - PATH.length());
    }
    if (name.endsWith(".timeout") && value.matches("\\d+")) {
      return value + "ms";
    }
    return name.endsWith(".headers") ? unescaped(value) : value;
  }

  /** OpenTelemetry escapes values as URLs do; in Quarkus' list a comma needs a backslash. */
  private static String unescaped(String headers) {
    String list = headers.replaceAll("(?i)%2C", "\\\\,").replace("+", "%2B");
    try {
      return URLDecoder.decode(list, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException notEscaped) {
      return headers;
    }
  }

  /** Not where it is a default, which stands in a source of the lowest ordinal. */
  private static boolean isSet(@Nullable ConfigValue value) {
    return value != null
        && value.getValue() != null
        && !value.getValue().isBlank()
        && value.getConfigSourceOrdinal() > Integer.MIN_VALUE;
  }
}
