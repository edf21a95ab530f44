package travel.saga.engine.store;

import io.dapr.durabletask.implementation.protobuf.OrchestratorService.HistoryEvent;
import java.util.List;
import travel.saga.engine.history.Instance;

/**
 * All there is of one run.
 *
 * @param openTasks ids of activities without an outcome
 * @param activeChildren ids of its children, of all its generations, that have not ended
 */
public record StoredRun(
    Instance instance,
    List<HistoryEvent> history,
    List<Received> inbox,
    List<Integer> openTasks,
    List<String> activeChildren) {

  /** An event that waits for the next turn. */
  public record Received(long sequence, HistoryEvent event) {}
}
