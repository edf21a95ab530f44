package travel.saga.engine.dispatch;

import java.time.Duration;

/**
 * The bounds that dispatching keeps.
 *
 * @param maxWorkflows turns that workers may hold at a time
 * @param maxActivities activities that workers may hold at a time
 * @param watchdog how long a turn may go unanswered before it is handed out again
 * @param startWait how long a start waits for a worker while none is connected
 * @param cachedBytes roughly the memory for histories that nobody works on
 * @param maxPayloadBytes what the workers take in one message: gRPC's own limit is 4 MiB, unless
 *     they have raised it
 * @param retention how long ended runs are kept
 */
public record DispatchSettings(
    int maxWorkflows,
    int maxActivities,
    Duration watchdog,
    Duration startWait,
    long cachedBytes,
    int maxPayloadBytes,
    Retention retention) {
  private static final int GRPC_DEFAULT_BYTES = 4 * 1024 * 1024;

  public DispatchSettings(
      int maxWorkflows,
      int maxActivities,
      Duration watchdog,
      Duration startWait,
      long cachedBytes) {
    this(
        maxWorkflows,
        maxActivities,
        watchdog,
        startWait,
        cachedBytes,
        GRPC_DEFAULT_BYTES,
        Retention.FOR_EVER);
  }

  public DispatchSettings {
    if (maxWorkflows < 1 || maxActivities < 1) {
      throw new IllegalArgumentException("At least one workflow and one activity must be allowed.");
    }
    if (watchdog.isNegative() || watchdog.isZero() || startWait.isNegative()) {
      throw new IllegalArgumentException("The watchdog's time must be positive.");
    }
    if (maxPayloadBytes < 1) {
      throw new IllegalArgumentException("A message must be allowed some bytes.");
    }
  }

  public DispatchSettings withMaxActivities(int max) {
    return new DispatchSettings(
        maxWorkflows, max, watchdog, startWait, cachedBytes, maxPayloadBytes, retention);
  }

  public DispatchSettings withWatchdog(Duration time) {
    return new DispatchSettings(
        maxWorkflows, maxActivities, time, startWait, cachedBytes, maxPayloadBytes, retention);
  }

  public DispatchSettings withStartWait(Duration time) {
    return new DispatchSettings(
        maxWorkflows, maxActivities, watchdog, time, cachedBytes, maxPayloadBytes, retention);
  }

  public DispatchSettings withMaxPayloadBytes(int bytes) {
    return new DispatchSettings(
        maxWorkflows, maxActivities, watchdog, startWait, cachedBytes, bytes, retention);
  }

  public DispatchSettings withRetention(Retention howLong) {
    return new DispatchSettings(
        maxWorkflows, maxActivities, watchdog, startWait, cachedBytes, maxPayloadBytes, howLong);
  }
}
