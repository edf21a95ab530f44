package travel.saga.api;

import io.quarkus.runtime.LaunchMode;
import jakarta.enterprise.context.ApplicationScoped;
import travel.saga.reservation.EngineMode;

/** Whether callers may make a step of the saga fail. */
@ApplicationScoped
public class DemoMode {
  private final DemoConfig config;
  private final EngineMode engine;

  public DemoMode(DemoConfig config, EngineMode engine) {
    this.config = config;
    this.engine = engine;
  }

  public boolean enabled() {
    return config.enabled().orElseGet(() -> LaunchMode.current().isDev() || engine.embedded());
  }
}
