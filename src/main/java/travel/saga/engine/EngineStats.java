package travel.saga.engine;

import travel.saga.engine.dispatch.DispatchStats.Instances;
import travel.saga.engine.dispatch.DispatchStats.Work;

/**
 * What the engine has done since it started, and is at. Nothing in it grows with the number of
 * instances.
 *
 * @param turns of workflows
 * @param connectedWorkers open work item streams
 */
public record EngineStats(
    Instances instances, Work turns, Work activities, Storage storage, int connectedWorkers) {

  /**
   * @param commits since the start
   * @param writes transactions in those commits; the two together give the mean batch size
   * @param waiting transactions that wait to be written
   */
  public record Storage(long commits, long writes, int waiting) {}
}
