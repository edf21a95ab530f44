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

  @Override
  void close();
}
