package travel.saga.dapr;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How the service stops. */
@ConfigMapping(prefix = "reservations")
public interface ShutdownConfig {
  /**
   * How long running activities may take to finish once the service is told to stop; what is
   * unfinished then runs again elsewhere. The process is gone five seconds later at the latest.
   */
  @WithDefault("20s")
  Duration shutdownTimeout();
}
