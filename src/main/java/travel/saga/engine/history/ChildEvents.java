package travel.saga.engine.history;

import com.google.protobuf.StringValue;
import io.dapr.durabletask.implementation.protobuf.OrchestratorService.ExecutionStartedEvent;
import io.dapr.durabletask.implementation.protobuf.OrchestratorService.HistoryEvent;
import io.dapr.durabletask.implementation.protobuf.OrchestratorService.OrchestrationStatus;
import io.dapr.durabletask.implementation.protobuf.OrchestratorService.ParentInstanceInfo;
import io.dapr.durabletask.implementation.protobuf.OrchestratorService.SubOrchestrationInstanceCompletedEvent;
import io.dapr.durabletask.implementation.protobuf.OrchestratorService.SubOrchestrationInstanceCreatedEvent;
import io.dapr.durabletask.implementation.protobuf.OrchestratorService.SubOrchestrationInstanceFailedEvent;
import io.dapr.durabletask.implementation.protobuf.OrchestratorService.TaskFailureDetails;
import java.time.Instant;

/** What a parent and its child tell each other. */
public final class ChildEvents {
  private ChildEvents() {}

  /** How a child begins that this event of the parent's history asks for. */
  public static ExecutionStartedEvent.Builder begins(
      HistoryEvent created, Identity parent, String appId) {
    SubOrchestrationInstanceCreatedEvent child = created.getSubOrchestrationInstanceCreated();
    ExecutionStartedEvent.Builder started =
        ExecutionStartedEvent.newBuilder()
            .setName(child.getName())
            .setParentInstance(
                ParentInstanceInfo.newBuilder()
                    .setTaskScheduledId(created.getEventId())
                    .setName(StringValue.of(parent.name()))
                    .setOrchestrationInstance(parent.onTheWire())
                    .setAppID(appId));
    if (child.hasInput()) {
      started.setInput(child.getInput());
    }
    if (child.hasParentTraceContext()) {
      started.setParentTraceContext(child.getParentTraceContext());
    }
    return started;
  }

  /** What the parent learns of a child's end: anything but completion is a failure to it. */
  public static HistoryEvent ended(int taskId, Instance child, Instant time) {
    if (child.progress().status() != OrchestrationStatus.ORCHESTRATION_STATUS_COMPLETED) {
      TaskFailureDetails failure = child.payloads().failure();
      return failed(taskId, failure == null ? terminated(child.identity()) : failure, time);
    }
    SubOrchestrationInstanceCompletedEvent.Builder completed =
        SubOrchestrationInstanceCompletedEvent.newBuilder().setTaskScheduledId(taskId);
    if (child.payloads().output() != null) {
      completed.setResult(StringValue.of(child.payloads().output()));
    }
    return Events.at(time).setSubOrchestrationInstanceCompleted(completed).build();
  }

  public static HistoryEvent failed(int taskId, TaskFailureDetails failure, Instant time) {
    return Events.at(time)
        .setSubOrchestrationInstanceFailed(
            SubOrchestrationInstanceFailedEvent.newBuilder()
                .setTaskScheduledId(taskId)
                .setFailureDetails(failure))
        .build();
  }

  /** Another try may go better: whoever ended the child did not say that there is to be none. */
  private static TaskFailureDetails terminated(Identity child) {
    return TaskFailureDetails.newBuilder()
        .setErrorType("WorkflowTerminated")
        .setErrorMessage("The child workflow '" + child.id() + "' was terminated.")
        .build();
  }
}
