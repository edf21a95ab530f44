package travel.saga.engine.crash;

import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/** The engine's log: no death of a process is a reason for a warning. */
final class EngineLog extends Handler {
  private final Logger logger = Logger.getLogger("travel.saga.engine");
  private final Thread thread = Thread.currentThread();
  private final Findings findings;

  EngineLog(Findings findings) {
    this.findings = findings;
    logger.addHandler(this);
  }

  @Override
  public void publish(LogRecord record) {
    if (record.getLevel().intValue() >= Level.WARNING.intValue()
        && Thread.currentThread() == thread) {
      findings.add(new Divergence("The engine logs: " + record.getMessage(), record.getThrown()));
    }
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
