package travel.saga.ops;

import java.time.Duration;
import org.eclipse.microprofile.config.ConfigProvider;
import sun.misc.Signal;

/** What SIGTERM means here: an orderly end, with exit code 0 where the JVM has 143. */
public final class Termination {
  private static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(20);
  private static final Duration REST = Duration.ofSeconds(4);

  private Termination() {}

  /** The hooks that stop the service run as they do without this. */
  public static void endWithSuccess() {
    Signal.handle(new Signal("TERM"), signal -> end());
  }

  private static void end() {
    Thread last = new Thread(Termination::haltWhenLate, "last-resort");
    last.setDaemon(true);
    last.start();
    System.exit(0);
  }

  /** What is unfinished by then is durable and runs again; a stop that hangs would be killed. */
  private static void haltWhenLate() {
    try {
      Thread.sleep(timeout().plus(REST).toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return;
    }
    System.err.println("The stop took too long; what is unfinished runs again elsewhere.");
    Runtime.getRuntime().halt(0);
  }

  private static Duration timeout() {
    try {
      return ConfigProvider.getConfig()
          .getOptionalValue("reservations.shutdown-timeout", Duration.class)
          .orElse(DEFAULT_TIMEOUT);
    } catch (RuntimeException e) {
      return DEFAULT_TIMEOUT; // told to stop before the settings were read
    }
  }
}
