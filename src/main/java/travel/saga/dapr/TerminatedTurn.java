package travel.saga.dapr;

import io.dapr.durabletask.implementation.protobuf.OrchestratorService.HistoryEvent;
import io.dapr.durabletask.implementation.protobuf.OrchestratorService.OrchestratorRequest;
import io.dapr.durabletask.implementation.protobuf.OrchestratorService.WorkItem;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A turn in which a workflow is terminated ends with that, whatever else has reached it meanwhile:
 * a timer, an answer, a second terminate. The SDK would let the workflow go on and fail on its next
 * call, and then on reporting that, so that the sidecar gave the turn out again for ever and held
 * up the worker each time.
 */
final class TerminatedTurn {
  private TerminatedTurn() {}

  /** The turn without what comes behind a terminate; any other as it is. */
  static WorkItem cut(WorkItem turn) {
    OrchestratorRequest request = turn.getOrchestratorRequest();
    List<HistoryEvent> events = request.getNewEventsList();
    int end =
        IntStream.range(0, events.size())
            .filter(i -> events.get(i).hasExecutionTerminated())
            .findFirst()
            .orElse(events.size());
    if (end >= events.size() - 1) {
      return turn;
    }
    return turn.toBuilder()
        .setOrchestratorRequest(
            request.toBuilder().clearNewEvents().addAllNewEvents(events.subList(0, end + 1)))
        .build();
  }
}
