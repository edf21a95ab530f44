package travel.saga.engine.crash;

import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/**
 * The engine's log: no death of a process is a reason for a warning, but what the storage refuses
 * is.
 */
final class EngineLog extends Handler {
  static final String NAME = "travel.saga.engine";

  private final Logger logger = Logger.getLogger(NAME);
  private final Thread thread = Thread.currentThread();
  private final Findings findings;
  private final boolean faults;

  EngineLog(Findings findings, boolean faults) {
    this.findings = findings;
    this.faults = faults;
    logger.addHandler(this);
  }

  @Override
  public void publish(LogRecord record) {
    if (record.getLevel().intValue() >= Level.WARNING.intValue()
        && Thread.currentThread() == thread
        && !record.getMessage().contains("is stalled")
        && !(faults && isOfAFault(record))) {
      findings.add(new Divergence("The engine logs: " + record.getMessage(), record.getThrown()));
    }
  }

  private static boolean isOfAFault(LogRecord record) {
    return record.getLevel().intValue() == Level.WARNING.intValue()
        && (record.getMessage().contains("is read again")
            || record.getMessage().contains("are purged later"));
  }

  @Override
  public void flush() {
    // nothing is held back
  }

  @Override
  public void close() {
    logger.removeHandler(this);
  }
}
