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
 */
public record DispatchSettings(
    int maxWorkflows, int maxActivities, Duration watchdog, Duration startWait, long cachedBytes) {

  public DispatchSettings {
    if (maxWorkflows < 1 || maxActivities < 1) {
      throw new IllegalArgumentException("At least one workflow and one activity must be allowed.");
    }
    if (watchdog.isNegative() || watchdog.isZero() || startWait.isNegative()) {
      throw new IllegalArgumentException("The watchdog's time must be positive.");
    }
  }
}
