package travel.saga.acceptance;

import java.nio.file.Path;
import java.util.Map;

/** The engine that lives in the service's own process; its data is a directory. */
record EmbeddedInService(Path dataDirectory) implements EngineUnderTest {
  @Override
  public Map<String, String> environment() {
    return Map.of(
        "RESERVATIONS_ENGINE", "embedded", "RESERVATIONS_DATA_DIR", dataDirectory.toString());
  }

  @Override
  public LedgerProbe ledger() {
    return new EmbeddedLedgerProbe(dataDirectory);
  }

  @Override
  public void close() {
    // lives and dies with the service
  }
}
