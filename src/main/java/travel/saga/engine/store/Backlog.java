package travel.saga.engine.store;

import java.time.Instant;
import java.util.List;

/**
 * What was left to do when the store was opened.
 *
 * @param epoch how often the store has been opened, this time included
 * @param instanceIds ids of runs with events to deliver or activities to run
 * @param timers all timers that are set
 * @param lastRow the highest row number in use
 * @param lastSequence the highest inbox sequence number in use
 * @param lastTurnMillis the latest time of a turn of these, which may be ahead of a clock that was
 *     set back meanwhile
 */
public record Backlog(
    long epoch,
    List<String> instanceIds,
    List<StoredTimer> timers,
    long lastRow,
    long lastSequence,
    long lastTurnMillis) {

  public record StoredTimer(String instanceId, int generation, int timerId, Instant fireAt) {}
}
