package travel.saga.engine.dispatch;

/**
 * How long nothing could be stored. What a run has open is done again after each attempt, so the
 * pauses between them grow meanwhile.
 */
final class Outage {
  private static final long SHORTEST_PAUSE_MILLIS = 1_000;
  private static final long LONGEST_PAUSE_MILLIS = 30_000;

  private final Loop loop;
  private long since; // the first failure since the last commit; 0 if there was none

  Outage(Loop loop) {
    this.loop = loop;
  }

  void committed() {
    since = 0;
  }

  void failed() {
    if (since == 0) {
      since = loop.nowMillis();
    }
  }

  /** How long to wait before the next attempt. */
  long pauseMillis() {
    long failing = since == 0 ? 0 : loop.nowMillis() - since;
    return Math.max(SHORTEST_PAUSE_MILLIS, Math.min(failing, LONGEST_PAUSE_MILLIS));
  }
}
