package travel.saga.ops;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** The periodic look at open reservations. */
@ConfigMapping(prefix = "reservations.sweep")
public interface SweepConfig {
  /**
   * How often to look for reservations whose workflow is missing or dead; the first time is at
   * start. At least 1s.
   */
  @WithDefault("30s")
  Duration interval();
}
