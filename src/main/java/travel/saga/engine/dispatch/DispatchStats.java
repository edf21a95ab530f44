package travel.saga.engine.dispatch;

/**
 * What the dispatcher has done and is at.
 *
 * @param turns answered turns since the start
 * @param activities activities with an outcome since the start
 */
public record DispatchStats(Instances instances, Work turns, Work activities, int workers) {

  public record Instances(long started, long ended, int inMemory) {}

  /**
   * @param handedOut also counts what was handed out again
   * @param unanswered turns that the watchdog took back; always 0 for activities
   */
  public record Work(long handedOut, long completed, long unanswered, int waiting, int inFlight) {}
}
