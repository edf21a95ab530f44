package travel.saga.api;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** A line of the log for each request. */
@ConfigMapping(prefix = "reservations.request-log")
public interface RequestLogConfig {
  /** Whether there is one. Requests for Quarkus' own pages, such as health, have none. */
  @WithDefault("false")
  boolean enabled();
}
