package travel.saga.api;

import io.smallrye.config.ConfigMapping;
import java.util.Optional;

/** The demo switch of the reference architecture. */
@ConfigMapping(prefix = "reservations.demo")
public interface DemoConfig {
  /**
   * Whether {@code run_type}, which makes a step fail, is accepted. Where it is not set: yes in dev
   * mode and with the embedded engine, no against a real sidecar.
   */
  Optional<Boolean> enabled();
}
