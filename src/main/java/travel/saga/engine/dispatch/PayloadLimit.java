package travel.saga.engine.dispatch;

import io.dapr.durabletask.implementation.protobuf.OrchestratorService.ActivityResponse;
import io.dapr.durabletask.implementation.protobuf.OrchestratorService.HistoryEvent;
import travel.saga.engine.history.Events;
import travel.saga.engine.history.TurnOutcome;

/**
 * What may be sent to a worker in one message. A message that is too large would end the worker's
 * stream, for all runs, again and again: so the run that it is for has to stand still.
 */
final class PayloadLimit {
  private static final int PERCENT = 95; // the rest is for what a message has around its payload

  private static final int AROUND = 1024; // ids and times of the event that carries it

  private final int maxMessageBytes;

  PayloadLimit(int maxMessageBytes) {
    this.maxMessageBytes = maxMessageBytes;
  }

  boolean allow(long bytes) {
    return bytes <= (long) maxMessageBytes * PERCENT / 100;
  }

  /** What would stall its run by itself is not taken: INVALID. */
  void assertAllowed(String what, long bytes) {
    if (!allow(bytes + AROUND)) {
      throw new EngineException(
          EngineException.Reason.INVALID,
          what
              + " is too large for a message of "
              + maxMessageBytes
              + " bytes, which is all that a worker takes; keep it elsewhere and pass its key.");
    }
  }

  TurnOutcome.Stalled tooLarge(String what) {
    return TurnOutcome.Stalled.tooLarge(what, maxMessageBytes);
  }

  /** The outcome, unless it has an activity that no worker could be told of. */
  TurnOutcome check(TurnOutcome outcome) {
    if (outcome instanceof TurnOutcome.Advanced advanced) {
      for (HistoryEvent event : advanced.events()) {
        if (event.hasTaskScheduled() && !allow(event.getSerializedSize())) {
          return tooLarge("The input of the activity '" + event.getTaskScheduled().getName() + "'");
        }
      }
    }
    return outcome;
  }

  /** The response, or a failure in its place if no worker could be told of it. */
  ActivityResponse check(ActivityResponse response) {
    if (allow(response.getSerializedSize())) {
      return response;
    }
    return response.toBuilder()
        .clearResult()
        .setFailureDetails(
            Events.failure(
                "PayloadTooLarge",
                "What the activity answered" + TurnOutcome.Stalled.tooLargeFor(maxMessageBytes)))
        .build();
  }
}
