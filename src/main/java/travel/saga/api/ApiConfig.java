package travel.saga.api;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import io.smallrye.config.WithName;
import java.time.Duration;

/** The HTTP API. */
@ConfigMapping(prefix = "reservations.api")
public interface ApiConfig {
  /**
   * How long {@code POST /reserveFlight} waits for the outcome before it answers 202, unless the
   * caller says otherwise with {@code Prefer: wait=N}. Between 0s and 100s.
   */
  @WithName("wait")
  @WithDefault("30s")
  Duration patience();
}
