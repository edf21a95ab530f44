package travel.saga.dapr;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** Which engine runs the sagas, and how it is reached. */
@ConfigMapping(prefix = "reservations")
public interface EngineConfig {
  /**
   * {@code embedded}, {@code dapr}, or {@code auto}: dapr when a {@code DAPR_*} setting is there.
   */
  @WithDefault("auto")
  Choice engine();

  /** Directory of the embedded engine's files; one process at a time. */
  @WithDefault("./data")
  String dataDir();

  /** Name of the Dapr component that keeps records and ledgers. */
  @WithDefault("statestore")
  String stateStore();

  /** Name of the Dapr component that takes the outcome events. */
  @WithDefault("pubsub")
  String pubsub();

  /** How long an answer of the engine may take before the call counts as lost. */
  @WithDefault("10s")
  Duration engineTimeout();

  /** How long a saga waits for the broker before the event is handed to a workflow of its own. */
  @WithDefault("1s")
  Duration publishTimeout();

  /** Work items that run at a time in this process. */
  @WithDefault("128")
  int workerConcurrency();

  /** How long running work may take to finish when the service stops. */
  @WithDefault("20s")
  Duration shutdownTimeout();

  /** Values of {@code reservations.engine}. */
  enum Choice {
    EMBEDDED,
    DAPR,
    AUTO
  }
}
