package travel.saga.reservation;

import io.quarkus.runtime.configuration.DurationConverter;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.time.Duration;
import java.util.Map;

/** Configuration mappings as the service gets them from these settings, and no others. */
public final class Settings {
  private static final int CONVERTER_PRIORITY = 200;

  private Settings() {}

  public static <T> T of(Class<T> mapping, Map<String, String> settings) {
    return new SmallRyeConfigBuilder()
        .withSources(new PropertiesConfigSource(settings, "test", 100))
        .withConverter(Duration.class, CONVERTER_PRIORITY, new DurationConverter())
        .withMapping(mapping)
        .withConverter(Duration.class, 200, new DurationConverter())
        .withValidateUnknown(false) // of other mappings
        .build()
        .getConfigMapping(mapping);
  }
}
