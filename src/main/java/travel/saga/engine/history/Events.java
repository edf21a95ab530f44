package travel.saga.engine.history;

import com.google.protobuf.StringValue;
import com.google.protobuf.Timestamp;
import io.dapr.durabletask.implementation.protobuf.OrchestratorService.ActivityResponse;
import io.dapr.durabletask.implementation.protobuf.OrchestratorService.EventRaisedEvent;
import io.dapr.durabletask.implementation.protobuf.OrchestratorService.ExecutionCompletedEvent;
import io.dapr.durabletask.implementation.protobuf.OrchestratorService.ExecutionResumedEvent;
import io.dapr.durabletask.implementation.protobuf.OrchestratorService.ExecutionStalledEvent;
import io.dapr.durabletask.implementation.protobuf.OrchestratorService.ExecutionStartedEvent;
import io.dapr.durabletask.implementation.protobuf.OrchestratorService.ExecutionSuspendedEvent;
import io.dapr.durabletask.implementation.protobuf.OrchestratorService.ExecutionTerminatedEvent;
import io.dapr.durabletask.implementation.protobuf.OrchestratorService.HistoryEvent;
import io.dapr.durabletask.implementation.protobuf.OrchestratorService.OrchestrationStatus;
import io.dapr.durabletask.implementation.protobuf.OrchestratorService.OrchestratorStartedEvent;
import io.dapr.durabletask.implementation.protobuf.OrchestratorService.TaskCompletedEvent;
import io.dapr.durabletask.implementation.protobuf.OrchestratorService.TaskFailedEvent;
import io.dapr.durabletask.implementation.protobuf.OrchestratorService.TaskFailureDetails;
import io.dapr.durabletask.implementation.protobuf.OrchestratorService.TaskRouter;
import io.dapr.durabletask.implementation.protobuf.OrchestratorService.TimerFiredEvent;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Makes the events that the engine itself records. Times are the caller's. */
public final class Events {
  /** The event id of everything that no action of a worker caused. */
  private static final int NO_ACTION = -1;

  private Events() {}

  public static HistoryEvent turnStarted(Instant time) {
    return at(time).setOrchestratorStarted(OrchestratorStartedEvent.getDefaultInstance()).build();
  }

  /**
   * @param appId the application that runs the workflow; a worker that is not told leaves out what
   *     other application an activity is meant for
   */
  public static HistoryEvent executionStarted(
      ExecutionStartedEvent started, String appId, Instant time) {
    return at(time)
        .setRouter(TaskRouter.newBuilder().setSourceAppID(appId))
        .setExecutionStarted(started)
        .build();
  }

  /** What an activity answered: its result, or its failure where it gave one. */
  public static HistoryEvent activityResolved(
      ActivityResponse response, String taskExecutionId, Instant time) {
    if (response.hasFailureDetails()) {
      return taskFailed(response.getTaskId(), taskExecutionId, response.getFailureDetails(), time);
    }
    TaskCompletedEvent.Builder completed =
        TaskCompletedEvent.newBuilder()
            .setTaskScheduledId(response.getTaskId())
            .setTaskExecutionId(taskExecutionId);
    if (response.hasResult()) {
      completed.setResult(response.getResult());
    }
    return at(time).setTaskCompleted(completed).build();
  }

  public static HistoryEvent taskFailed(
      int taskId, String taskExecutionId, TaskFailureDetails failure, Instant time) {
    return at(time)
        .setTaskFailed(
            TaskFailedEvent.newBuilder()
                .setTaskScheduledId(taskId)
                .setTaskExecutionId(taskExecutionId)
                .setFailureDetails(failure))
        .build();
  }

  public static HistoryEvent timerFired(int timerId, Instant fireAt, Instant time) {
    return at(time)
        .setTimerFired(
            TimerFiredEvent.newBuilder().setTimerId(timerId).setFireAt(timestamp(fireAt)))
        .build();
  }

  public static HistoryEvent raised(String name, @Nullable String input, Instant time) {
    EventRaisedEvent.Builder raised = EventRaisedEvent.newBuilder().setName(name);
    if (input != null) {
      raised.setInput(StringValue.of(input));
    }
    return at(time).setEventRaised(raised).build();
  }

  public static HistoryEvent suspended(@Nullable String reason, Instant time) {
    ExecutionSuspendedEvent.Builder suspended = ExecutionSuspendedEvent.newBuilder();
    if (reason != null) {
      suspended.setInput(StringValue.of(reason));
    }
    return at(time).setExecutionSuspended(suspended).build();
  }

  public static HistoryEvent resumed(@Nullable String reason, Instant time) {
    ExecutionResumedEvent.Builder resumed = ExecutionResumedEvent.newBuilder();
    if (reason != null) {
      resumed.setInput(StringValue.of(reason));
    }
    return at(time).setExecutionResumed(resumed).build();
  }

  public static HistoryEvent terminated(@Nullable String output, boolean recurse, Instant time) {
    ExecutionTerminatedEvent.Builder terminated =
        ExecutionTerminatedEvent.newBuilder().setRecurse(recurse);
    if (output != null) {
      terminated.setInput(StringValue.of(output));
    }
    return at(time).setExecutionTerminated(terminated).build();
  }

  public static HistoryEvent stalled(TurnOutcome.Stalled stalled, Instant time) {
    return at(time)
        .setExecutionStalled(
            ExecutionStalledEvent.newBuilder()
                .setReasonValue(stalled.reason())
                .setDescription(stalled.description()))
        .build();
  }

  public static HistoryEvent completed(
      OrchestrationStatus status, @Nullable String output, Instant time) {
    ExecutionCompletedEvent.Builder completed =
        ExecutionCompletedEvent.newBuilder().setOrchestrationStatus(status);
    if (output != null) {
      completed.setResult(StringValue.of(output));
    }
    return at(time).setExecutionCompleted(completed).build();
  }

  public static HistoryEvent failed(TaskFailureDetails failure, Instant time) {
    return at(time)
        .setExecutionCompleted(
            ExecutionCompletedEvent.newBuilder()
                .setOrchestrationStatus(OrchestrationStatus.ORCHESTRATION_STATUS_FAILED)
                .setFailureDetails(failure))
        .build();
  }

  /** A failure that the engine, not the application's code, is the author of. */
  public static TaskFailureDetails failure(String type, String message) {
    return TaskFailureDetails.newBuilder()
        .setErrorType(type)
        .setErrorMessage(message)
        .setIsNonRetriable(true)
        .build();
  }

  /** The action is meant for an application that is not this engine's. */
  public static TaskFailureDetails foreign(HistoryEvent action) {
    return failure(
        "NoSuchApplication",
        "The embedded engine runs one application and cannot reach '"
            + action.getRouter().getTargetAppID()
            + "'.");
  }

  public static Timestamp timestamp(Instant time) {
    return Timestamp.newBuilder()
        .setSeconds(time.getEpochSecond())
        .setNanos(time.getNano())
        .build();
  }

  /** The time of a stamp from outside, held within what can be counted in milliseconds. */
  public static Instant instant(Timestamp stamp) {
    long seconds = Math.max(0, Math.min(stamp.getSeconds(), FAR_FUTURE_SECONDS));
    return Instant.ofEpochSecond(seconds, stamp.getNanos());
  }

  private static final long FAR_FUTURE_SECONDS = 253_402_300_799L; // the end of the year 9999

  static HistoryEvent.Builder at(Instant time) {
    return HistoryEvent.newBuilder().setEventId(NO_ACTION).setTimestamp(timestamp(time));
  }
}
