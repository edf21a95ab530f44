package travel.saga.api;

import io.smallrye.config.ConfigMapping;
import java.util.OptionalInt;

/** How often one caller may ask for something to be done. */
@ConfigMapping(prefix = "reservations.rate-limit")
public interface RateLimitConfig {
  /** POSTs that a caller may send in a minute, spread over it. Without it there is no limit. */
  OptionalInt perMinute();

  /** How many of them may come at once; as many as in a minute where it is not set. */
  OptionalInt burst();
}
