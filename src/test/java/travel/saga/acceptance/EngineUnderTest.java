package travel.saga.acceptance;

import java.util.Map;

/**
 * What the service runs on. It outlives the service's processes: one that was killed is started
 * again on the same engine and data.
 */
interface EngineUnderTest extends RunningEngine {
  /** The environment variables that lead the service to this engine. */
  Map<String, String> environment();

  /**
   * The environment for a sidecar on a port of this machine. The demo is off there by default; what
   * holds the service back is started again sooner than in production.
   */
  static Map<String, String> sidecarAt(int port) {
    return Map.of(
        "RESERVATIONS_ENGINE", "dapr",
        "RESERVATIONS_DEMO_ENABLED", "true",
        "RESERVATIONS_SIDECAR_HOLD_LIMIT", "10s",
        "DAPR_GRPC_ENDPOINT", "http://127.0.0.1:" + port);
  }
}
