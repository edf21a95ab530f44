package travel.saga.dapr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quarkus.runtime.configuration.DurationConverter;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import travel.saga.engine.dispatch.Retention;
import travel.saga.reservation.SettingException;

class RetentionConfigTest {
  private static final Duration LEAST = Duration.ofMinutes(1);

  @Test
  void keepsHistoriesForEverUnlessATimeIsSet() {
    assertThat(config(Map.of()).retention()).isEqualTo(Retention.FOR_EVER);
    assertThatCode(() -> config(Map.of()).check(LEAST)).doesNotThrowAnyException();
  }

  @Test
  void takesATimeForEachEnd() {
    var config =
        config(
            Map.of(
                "any-terminal", "720h", "completed", "60s", "failed", "90d", "terminated", "2m"));
    config.check(LEAST);
    assertThat(config.retention())
        .isEqualTo(
            new Retention(
                Duration.ofHours(720),
                Duration.ofSeconds(60),
                Duration.ofDays(90),
                Duration.ofMinutes(2)));
  }

  @Test
  void refusesATimeThatIsTooShortOrTooLong() {
    for (String name : new String[] {"any-terminal", "completed", "failed", "terminated"}) {
      for (String time : new String[] {"59s", "-1s", "3651d"}) {
        assertThatThrownBy(() -> config(Map.of(name, time)).check(LEAST))
            .isInstanceOf(SettingException.class)
            .hasMessageContaining("reservations.retention." + name)
            .hasMessageContaining("from 60s to 3650d");
      }
    }
  }

  private static RetentionConfig config(Map<String, String> settings) {
    SmallRyeConfigBuilder builder =
        new SmallRyeConfigBuilder()
            .withMapping(RetentionConfig.class)
            .withConverter(Duration.class, 200, new DurationConverter());
    settings.forEach(
        (name, value) -> builder.withDefaultValue("reservations.retention." + name, value));
    return builder.build().getConfigMapping(RetentionConfig.class);
  }
}
