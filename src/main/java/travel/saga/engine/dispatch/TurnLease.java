package travel.saga.engine.dispatch;

import io.dapr.durabletask.implementation.protobuf.OrchestratorService.HistoryEvent;
import java.util.List;

/**
 * A turn in a worker's hands.
 *
 * @param events the new events it was shown: the start of the turn, then the inbox as it stood
 */
record TurnLease(
    long number, LiveRun run, WorkerStream stream, long sinceMillis, List<HistoryEvent> events) {

  /** How many events of the inbox the turn deals with. */
  int consumed() {
    return events.size() - 1;
  }

  boolean isCurrent() {
    return !run.lost && run.turn == this;
  }
}
