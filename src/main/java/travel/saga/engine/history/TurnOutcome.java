package travel.saga.engine.history;

import io.dapr.durabletask.implementation.protobuf.OrchestratorService.HistoryEvent;
import io.dapr.durabletask.implementation.protobuf.OrchestratorService.StalledReason;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a worker's answer to a turn comes to. */
public sealed interface TurnOutcome {

  /**
   * The run goes on, or has ended.
   *
   * @param events to append: the turn's own, then those of the worker's actions
   * @param activities ids of the activities to dispatch once the events are stored
   * @param timers to set once the events are stored
   * @param children of the events, those that ask for a child workflow
   */
  record Advanced(
      List<HistoryEvent> events,
      List<Integer> activities,
      List<Timer> timers,
      List<HistoryEvent> children,
      @Nullable String customStatus)
      implements TurnOutcome {

    /** Whether the run ends with this turn. */
    public boolean isEnd() {
      return events.stream().anyMatch(HistoryEvent::hasExecutionCompleted);
    }
  }

  /**
   * The run begins again with an empty history: nothing else that the answer asked for happens.
   *
   * @param carryover events that the old run leaves to the new one, in the order of their arrival
   */
  record Restarted(@Nullable String input, List<HistoryEvent> carryover) implements TurnOutcome {}

  /**
   * The run stands still until a worker connects that can go on with it: the turn is as if it had
   * not been.
   *
   * @param reason a number of the protocol's {@code StalledReason}, of which the SDK does not know
   *     all
   */
  record Stalled(int reason, String description) implements TurnOutcome {

    static Stalled patchMismatch(String description) {
      return new Stalled(StalledReason.PATCH_MISMATCH_VALUE, description);
    }

    static Stalled versionNotAvailable() {
      return new Stalled(
          StalledReason.VERSION_NOT_AVAILABLE_VALUE,
          "The worker does not have the version of the workflow that the run began with.");
    }

    /** More would be sent to a worker than one message may hold. */
    public static Stalled tooLarge(String what, int maxMessageBytes) {
      return new Stalled(PAYLOAD_SIZE_EXCEEDED, what + tooLargeFor(maxMessageBytes));
    }

    /** The rest of a sentence, from its verb on. */
    public static String tooLargeFor(int maxMessageBytes) {
      return " is too large for a worker, which takes "
          + maxMessageBytes
          + " bytes in one message: let a workflow that grows continue as new, and pass large data"
          + " by reference.";
    }

    private static final int PAYLOAD_SIZE_EXCEEDED = 2;
  }

  /** The answer asks for what this engine does not do; the run cannot go on. */
  record Refused(String type, String message) implements TurnOutcome {}

  /** A timer that the run waits for. */
  record Timer(int id, Instant fireAt) {}
}
