package travel.saga.dapr;

import io.dapr.durabletask.implementation.protobuf.OrchestratorService.HistoryEvent;
import io.dapr.durabletask.implementation.protobuf.OrchestratorService.OrchestratorRequest;
import io.dapr.durabletask.implementation.protobuf.OrchestratorService.WorkItem;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/**
 * A turn in which a workflow is terminated while other things have reached it: a timer, an answer,
 * a second terminate. Whichever ends the workflow first wins. The SDK would go on behind that, fail
 * at the next call, and fail again on reporting it, so that the sidecar gave the turn out again for
 * ever and held up the worker each time.
 *
 * <p>A terminate of an earlier turn is not this run's, or there would be no turn: it came into the
 * history of a rerun together with the step that was called in the turn that it ended, and counts
 * no more.
 */
record TerminatedTurn(WorkItem turn, int terminate) {
  static TerminatedTurn of(WorkItem item) {
    WorkItem turn = withoutEarlierTerminates(item);
    List<HistoryEvent> events = turn.getOrchestratorRequest().getNewEventsList();
    int terminate =
        IntStream.range(0, events.size())
            .filter(i -> events.get(i).hasExecutionTerminated())
            .findFirst()
            .orElse(events.size());
    return new TerminatedTurn(turn, terminate);
  }

  /**
   * Runs it to its first end.
   *
   * @param runner is deterministic; throws IllegalStateException when the workflow goes on though
   *     it has ended
   */
  void run(Consumer<WorkItem> runner) {
    int events = turn.getOrchestratorRequest().getNewEventsCount();
    if (terminate == events) {
      runner.accept(turn);
      return;
    }
    try {
      runner.accept(upTo(terminate + 1));
    } catch (IllegalStateException completedBefore) {
      runner.accept(upTo(terminate));
    }
  }

  private static WorkItem withoutEarlierTerminates(WorkItem turn) {
    OrchestratorRequest request = turn.getOrchestratorRequest();
    List<HistoryEvent> past = request.getPastEventsList();
    if (past.stream().noneMatch(HistoryEvent::hasExecutionTerminated)) {
      return turn;
    }
    return turn.toBuilder()
        .setOrchestratorRequest(
            request.toBuilder()
                .clearPastEvents()
                .addAllPastEvents(
                    past.stream().filter(event -> !event.hasExecutionTerminated()).toList()))
        .build();
  }

  private WorkItem upTo(int end) {
    OrchestratorRequest request = turn.getOrchestratorRequest();
    return turn.toBuilder()
        .setOrchestratorRequest(
            request.toBuilder()
                .clearNewEvents()
                .addAllNewEvents(request.getNewEventsList().subList(0, end)))
        .build();
  }
}
