package travel.saga.ops;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.runtime.QuarkusBindException;
import io.quarkus.runtime.configuration.DurationConverter;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.ConfigValidationException;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.net.BindException;
import java.nio.file.FileSystemException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import travel.saga.reservation.SettingException;

class StartFailureTest {
  @ConfigMapping(prefix = "sample")
  interface SampleConfig {
    Duration limit();

    int count();
  }

  @Test
  void namesEveryWrongSettingInALineOfItsOwn() {
    assertThat(StartFailure.explain(new RuntimeException(failureOf("abc", "x"))))
        .containsExactlyInAnyOrder(
            "sample.limit is \"abc\": " + Settings.remedy("sample.limit"),
            "sample.count is \"x\": " + Settings.remedy("sample.count"));
  }

  @Test
  void namesASettingThatIsEmptyOrMissing() {
    assertThat(StartFailure.explain(failureOf("1s", "")))
        .containsExactly("sample.count is empty: " + Settings.remedy("sample.count"));
    assertThat(StartFailure.explain(failureOf("1s", null)))
        .containsExactly("sample.count is missing: set it.");
  }

  @Test
  void passesOnWhatACheckSays() {
    RuntimeException failure = new RuntimeException(new SettingException("a.b", "7", "set 8."));

    assertThat(StartFailure.explain(failure)).containsExactly("a.b is \"7\": set 8.");
  }

  @Test
  void namesTheVariableThatOpenTelemetryRefuses() {
    assertThat(
            StartFailure.explain(
                new IllegalArgumentException(
                    "Invalid endpoint, must start with http:// or https://: collector:4318")))
        .singleElement()
        .asString()
        .startsWith("OTEL_EXPORTER_OTLP_ENDPOINT is \"collector:4318\": set");
    assertThat(
            StartFailure.explain(
                new RuntimeException(
                    new RuntimeException(
                        "Invalid value for property otel.traces.sampler.arg=lots. Must be a"
                            + " double."))))
        .containsExactly(
            "OTEL_TRACES_SAMPLER_ARG is \"lots\": set the part of all traces, from 0 to 1.");
  }

  @Test
  void namesThePortThatIsTaken() {
    Exception failure = new QuarkusBindException("0.0.0.0", 5000, new BindException("in use"));

    assertThat(StartFailure.explain(failure))
        .singleElement()
        .asString()
        .startsWith("port 5000 is in use");
  }

  @Test
  void namesTheDirectoryForTemporaryFilesThatCannotBeUsed() {
    String temporary = System.getProperty("java.io.tmpdir");
    var refused = new FileSystemException(temporary + "/cache", null, "Read-only file system");

    assertThat(StartFailure.explain(new IllegalStateException("no folder", refused)))
        .singleElement()
        .asString()
        .contains("Read-only file system", "mount one", temporary);
    assertThat(StartFailure.explain(new FileSystemException("/elsewhere/file"))).isEmpty();
  }

  @Test
  void leavesAnythingElseToTheStackTrace() {
    assertThat(StartFailure.explain(new IllegalStateException("bug"))).isEmpty();
    assertThat(StartFailure.explain(new IllegalStateException())).isEmpty();
  }

  private static ConfigValidationException failureOf(String limit, @Nullable String count) {
    try {
      SmallRyeConfigBuilder config =
          new SmallRyeConfigBuilder()
              .withMapping(SampleConfig.class)
              .withDefaultValue("sample.limit", limit)
              .withConverter(Duration.class, 200, new DurationConverter());
      if (count != null) {
        config.withDefaultValue("sample.count", count);
      }
      config.build();
      throw new AssertionError("accepted");
    } catch (ConfigValidationException e) {
      return e;
    }
  }
}
