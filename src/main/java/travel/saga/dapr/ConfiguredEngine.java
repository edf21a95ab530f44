package travel.saga.dapr;

import io.quarkus.arc.DefaultBean;
import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.config.Config;
import travel.saga.reservation.EngineMode;

/** Reads the choice of engine from the settings; the one place that knows the rule of AUTO. */
@DefaultBean
@ApplicationScoped
public class ConfiguredEngine implements EngineMode {
  private final EngineConfig settings;
  private final Config config;

  public ConfiguredEngine(EngineConfig settings, Config config) {
    this.settings = settings;
    this.config = config;
  }

  @Override
  public boolean embedded() {
    return switch (settings.engine()) {
      case EMBEDDED -> true;
      case DAPR -> false;
      case AUTO -> !DaprSettings.anySet(config);
    };
  }
}
