package travel.saga.sidecar;

import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Starts a server again that has ended by itself, or has not been ready for some looks in a row.
 */
final class Supervisor implements AutoCloseable {
  private static final long LOOK_MILLIS = 1_000;
  private static final int PATIENCE = 5;

  private final Part part;
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          looks -> {
            Thread thread = new Thread(looks, "supervisor");
            thread.setDaemon(true);
            return thread;
          });
  private boolean watching;
  private int missed;

  Supervisor(Part part) {
    this.part = part;
    timer.scheduleWithFixedDelay(this::look, LOOK_MILLIS, LOOK_MILLIS, TimeUnit.MILLISECONDS);
  }

  synchronized void begin() {
    watching = true;
    missed = 0;
  }

  /** Waits for a restart that is going on. */
  synchronized void end() {
    watching = false;
  }

  @Override
  public void close() {
    end();
    timer.shutdown();
  }

  private synchronized void look() {
    if (!watching) {
      return;
    }
    missed = part.isReady() ? 0 : missed + 1;
    if (missed >= PATIENCE || !part.isAlive()) {
      missed = 0;
      restart();
    }
  }

  private void restart() {
    part.kill();
    try {
      part.start();
    } catch (AssertionError e) {
      System.err.println("It is tried again: " + e.getMessage());
    }
  }
}
