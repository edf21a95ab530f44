package travel.saga.dapr;

import java.util.List;
import org.eclipse.microprofile.config.Config;

/** The settings by which every Dapr SDK finds its sidecar. */
public final class DaprSettings {
  private static final List<String> NAMES =
      List.of(
          "dapr.grpc.endpoint",
          "dapr.http.endpoint",
          "dapr.api.token",
          "dapr.grpc.port",
          "dapr.http.port");

  private DaprSettings() {}

  public static boolean anySet(Config config) {
    return NAMES.stream().anyMatch(name -> config.getOptionalValue(name, String.class).isPresent());
  }
}
