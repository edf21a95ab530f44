package travel.saga.console;

import java.util.HashMap;
import java.util.Map;
import travel.saga.access.ConsoleProfile;

/** With an admin token, on a sidecar, which is away. */
public class OnSidecar extends ConsoleProfile {
  @Override
  public Map<String, String> getConfigOverrides() {
    Map<String, String> settings = new HashMap<>(super.getConfigOverrides());
    settings.put("reservations.engine", "dapr");
    settings.put("dapr.grpc.endpoint", "http://127.0.0.1:1");
    return settings;
  }
}
