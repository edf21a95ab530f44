package travel.saga.dapr;

import jakarta.inject.Singleton;
import java.util.List;
import org.eclipse.microprofile.config.Config;

/**
 * Embedded or sidecar: as {@code reservations.engine} says, or by what is there of the settings
 * that every Dapr SDK reads.
 */
@Singleton
public class EngineChoice {
  private static final List<String> SIDECAR_SETTINGS =
      List.of(
          "dapr.grpc.endpoint",
          "dapr.http.endpoint",
          "dapr.api.token",
          "dapr.grpc.port",
          "dapr.http.port");

  private final boolean sidecarConfigured;
  private final EngineConfig.Choice choice;

  EngineChoice(EngineConfig engine, Config config) {
    this.choice = engine.engine();
    this.sidecarConfigured =
        SIDECAR_SETTINGS.stream()
            .anyMatch(name -> config.getOptionalValue(name, String.class).isPresent());
  }

  public boolean embedded() {
    return switch (choice) {
      case EMBEDDED -> true;
      case DAPR -> false;
      case AUTO -> !sidecarConfigured;
    };
  }

  /** False when a sidecar is wanted and nothing says where it is. */
  public boolean complete() {
    return choice != EngineConfig.Choice.DAPR || sidecarConfigured;
  }
}
