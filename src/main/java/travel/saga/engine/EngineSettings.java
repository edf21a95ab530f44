package travel.saga.engine;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Set;
import travel.saga.engine.dispatch.DispatchSettings;
import travel.saga.engine.dispatch.Retention;
import travel.saga.engine.grpc.Components;
import travel.saga.engine.store.Synchronous;

/**
 * How an engine is set up. {@link #of} has the defaults; each wither changes one thing.
 *
 * @param dataDirectory created if missing; held by one engine at a time
 * @param synchronous when a commit counts as done
 */
public record EngineSettings(
    Path dataDirectory,
    Synchronous synchronous,
    Components components,
    DispatchSettings limits,
    Clock clock) {

  /**
   * Full durability, one state store {@code statestore} and one pub/sub {@code pubsub}, 64 turns
   * and 256 activities at a time, a watchdog of a minute, 5 s of waiting for a worker at a start.
   */
  public static EngineSettings of(Path dataDirectory) {
    return new EngineSettings(
        dataDirectory,
        Synchronous.FULL,
        new Components("reservations", Set.of("statestore"), Set.of("pubsub")),
        new DispatchSettings(
            64, 256, Duration.ofSeconds(60), Duration.ofSeconds(5), 64L * 1024 * 1024),
        Clock.systemUTC());
  }

  public EngineSettings withStateStores(Set<String> names) {
    return with(new Components(components.appId(), Set.copyOf(names), components.pubsubs()));
  }

  public EngineSettings withPubsubs(Set<String> names) {
    return with(new Components(components.appId(), components.stateStores(), Set.copyOf(names)));
  }

  public EngineSettings withMaxConcurrentActivities(int max) {
    return with(limits.withMaxActivities(max));
  }

  /** How long a turn may go unanswered before it is handed out again. */
  public EngineSettings withWatchdog(Duration watchdog) {
    return with(limits.withWatchdog(watchdog));
  }

  /** How long a start waits for a worker while none is connected. */
  public EngineSettings withStartWait(Duration startWait) {
    return with(limits.withStartWait(startWait));
  }

  /** What the workers take in one message; a run that needs more stalls. */
  public EngineSettings withMaxPayloadBytes(int bytes) {
    return with(limits.withMaxPayloadBytes(bytes));
  }

  /** How long ended workflows are kept; for ever if nothing is said. */
  public EngineSettings withRetention(Retention retention) {
    return with(limits.withRetention(retention));
  }

  private EngineSettings with(Components newComponents) {
    return new EngineSettings(dataDirectory, synchronous, newComponents, limits, clock);
  }

  private EngineSettings with(DispatchSettings newLimits) {
    return new EngineSettings(dataDirectory, synchronous, components, newLimits, clock);
  }
}
