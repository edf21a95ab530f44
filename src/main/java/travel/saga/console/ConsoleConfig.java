package travel.saga.console;

import io.smallrye.config.ConfigMapping;
import java.util.Optional;

/** What the console shows. */
@ConfigMapping(prefix = "reservations.console")
public interface ConsoleConfig {
  /**
   * Where a trace is looked at: an address with {@code {trace_id}} in it. Without it the id is
   * shown as text.
   */
  Optional<String> traceUrl();
}
