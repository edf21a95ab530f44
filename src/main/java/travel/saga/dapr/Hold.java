package travel.saga.dapr;

import java.time.Duration;
import org.jboss.logging.Logger;

/**
 * A stream that the sidecar has taken, but does not serve.
 *
 * <p>daprd serves a new worker once it has ended the workflow turns of the last one. Up to 1.18.3
 * it may wait for ever: a turn that was about to be handed out when the last worker died waits for
 * the next one, which is not let in before that turn has ended (<a
 * href="https://github.com/dapr/dapr/pull/10408">dapr/dapr #10408</a>). Only a restart of the
 * sidecar helps; nothing that it keeps is lost by that.
 */
final class Hold {
  /** A sidecar with nothing to end serves a stream at once. */
  private static final Duration NOTICED_AFTER = Duration.ofSeconds(5);

  static final String REASON =
      "the sidecar holds it back, since it has not ended the work of one that is gone";

  private static final Logger LOG = Logger.getLogger(Hold.class);

  private final EngineControl control;
  private final Duration limit;
  private final Runnable shuttingDown;
  private boolean asked;

  /**
   * @param limit when the sidecar is asked to shut down; zero: never
   * @param shuttingDown runs when it agrees
   */
  Hold(EngineControl control, Duration limit, Runnable shuttingDown) {
    this.control = control;
    this.limit = limit;
    this.shuttingDown = shuttingDown;
  }

  /** Answers whether a stream that has waited that long is held back. */
  synchronized boolean afterWaiting(Duration age) {
    if (age.compareTo(NOTICED_AFTER) < 0) {
      return false;
    }
    if (!asked && !limit.isZero() && age.compareTo(limit) >= 0) {
      asked = true;
      askToShutDown(age);
    }
    return true;
  }

  private void askToShutDown(Duration age) {
    LOG.warnf(
        "The sidecar has held the worker back for %d s and is asked to shut down:"
            + " what supervises it has to start it again.",
        age.toSeconds());
    control
        .shutDown()
        .whenComplete(
            (done, failure) -> {
              if (failure == null) {
                shuttingDown.run();
              } else {
                LOG.warnf("The sidecar does not shut down (%s): restart it.", failure.getMessage());
              }
            });
  }
}
