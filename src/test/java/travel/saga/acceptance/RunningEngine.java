package travel.saga.acceptance;

/** An engine that a test has started. */
interface RunningEngine extends AutoCloseable {
  LedgerProbe ledger();

  /** What the engine has to say when a test failed. */
  default String logTail() {
    return "";
  }

  @Override
  void close();
}
