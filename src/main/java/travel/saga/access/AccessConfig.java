package travel.saga.access;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import io.smallrye.config.WithName;
import java.time.Duration;
import java.util.Optional;

/** Who may make operator calls. */
@ConfigMapping(prefix = "reservations")
public interface AccessConfig {
  /**
   * What operators send as their bearer token, and enter at the console's login: 16 characters or
   * more of those that RFC 6750 allows. Without one, operator calls are served only with the
   * embedded engine, and only to callers on the same machine.
   */
  Optional<String> adminToken();

  /** How long a login at the console lasts. Between 1m and 30d. */
  @WithName("console.session")
  @WithDefault("8h")
  Duration consoleSession();
}
