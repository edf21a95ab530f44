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

  /**
   * How often a reservation that is watched is looked at: up to 8 times as often while its saga
   * gets on, up to 8 times as seldom while nothing happens. Between 10ms and 1m.
   */
  @WithDefault("500ms")
  Duration eventsInterval();

  /** Streams of events that may be open at a time on one instance. At least 1. */
  @WithDefault("1000")
  int eventsLimit();
}
