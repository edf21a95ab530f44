package travel.saga.dapr;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** Which engine carries the reservations, and the components it keeps them in. */
@ConfigMapping(prefix = "reservations")
public interface EngineConfig {
  /** The choices of {@link #engine()}. */
  enum Engine {
    /** Inside this process, on a SQLite file; for one node. */
    EMBEDDED,
    /** A Dapr sidecar, or Catalyst. */
    DAPR,
    /** {@link #DAPR} where one of Dapr's own settings names an endpoint, else {@link #EMBEDDED}. */
    AUTO
  }

  /** {@code embedded}, {@code dapr} or {@code auto}. Images set {@code dapr}. */
  @WithDefault("auto")
  Engine engine();

  /** Where the embedded engine keeps its SQLite file; one process at a time. */
  @WithDefault("./data")
  String dataDir();

  /** The Dapr state component that holds records and ledgers. */
  @WithDefault("statestore")
  String stateStore();

  /** The Dapr pub/sub component that outcomes are announced on. */
  @WithDefault("pubsub")
  String pubsub();

  /** How long an answer of the engine may take before the call counts as lost. */
  @WithDefault("10s")
  Duration engineTimeout();

  /** How long a saga waits for the broker before the event is handed to a workflow of its own. */
  @WithDefault("1s")
  Duration publishTimeout();

  /**
   * How long a sidecar may hold back the worker of this process, because it has not ended the work
   * of one that is gone, before it is asked to shut down, for whoever supervises it to start it
   * again; zero for never.
   */
  @WithDefault("90s")
  Duration sidecarHoldLimit();

  /** Work items that run at a time in this process. */
  @WithDefault("128")
  int workerConcurrency();
}
