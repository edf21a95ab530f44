package travel.saga.acceptance;

import java.util.Map;

/**
 * What the service runs on. It outlives the service's processes: one that was killed is started
 * again on the same engine and data.
 */
interface EngineUnderTest extends AutoCloseable {
  /** The environment variables that lead the service to this engine. */
  Map<String, String> environment();

  LedgerProbe ledger();

  /** What the engine has to say when a test failed. */
  default String logTail() {
    return "";
  }

  @Override
  void close();

  /** The environment for a sidecar on a port of this machine; the demo is off there by default. */
  static Map<String, String> sidecarAt(int port) {
    return Map.of(
        "RESERVATIONS_ENGINE", "dapr",
        "RESERVATIONS_DEMO_ENABLED", "true",
        "DAPR_GRPC_ENDPOINT", "http://127.0.0.1:" + port);
  }
}
