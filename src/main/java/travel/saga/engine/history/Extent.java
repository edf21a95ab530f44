package travel.saga.engine.history;

/**
 * How much has been recorded.
 *
 * @param length events in the history
 * @param bytes their serialised size
 * @param lastTurnMillis the time of the newest turn of any run under this id, in epoch
 *     milliseconds. The SDK derives ids from it, cut to milliseconds, so it only ever grows, across
 *     generations too.
 */
public record Extent(int length, long bytes, long lastTurnMillis) {

  /** Of a new run under an id whose earlier turns ended at {@code lastTurnMillis}. */
  public static Extent none(long lastTurnMillis) {
    return new Extent(0, 0, lastTurnMillis);
  }
}
