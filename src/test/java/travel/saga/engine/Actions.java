package travel.saga.engine;

import com.google.protobuf.StringValue;
import io.dapr.durabletask.implementation.protobuf.OrchestratorService.CompleteOrchestrationAction;
import io.dapr.durabletask.implementation.protobuf.OrchestratorService.CreateSubOrchestrationAction;
import io.dapr.durabletask.implementation.protobuf.OrchestratorService.CreateTimerAction;
import io.dapr.durabletask.implementation.protobuf.OrchestratorService.OrchestrationStatus;
import io.dapr.durabletask.implementation.protobuf.OrchestratorService.OrchestratorAction;
import io.dapr.durabletask.implementation.protobuf.OrchestratorService.ScheduleTaskAction;
import java.time.Instant;
import travel.saga.engine.history.Events;

/** What a worker may ask for. */
public final class Actions {
  private Actions() {}

  public static OrchestratorAction activity(int id, String name) {
    return OrchestratorAction.newBuilder()
        .setId(id)
        .setScheduleTask(
            ScheduleTaskAction.newBuilder().setName(name).setTaskExecutionId("execution-" + id))
        .build();
  }

  public static OrchestratorAction timer(int id, Instant fireAt) {
    return OrchestratorAction.newBuilder()
        .setId(id)
        .setCreateTimer(CreateTimerAction.newBuilder().setFireAt(Events.timestamp(fireAt)))
        .build();
  }

  public static OrchestratorAction child(int id, String childId) {
    return OrchestratorAction.newBuilder()
        .setId(id)
        .setCreateSubOrchestration(
            CreateSubOrchestrationAction.newBuilder().setName("child").setInstanceId(childId))
        .build();
  }

  public static OrchestratorAction complete(int id, String result) {
    return end(id, OrchestrationStatus.ORCHESTRATION_STATUS_COMPLETED, result);
  }

  public static OrchestratorAction end(int id, OrchestrationStatus status, String result) {
    return OrchestratorAction.newBuilder()
        .setId(id)
        .setCompleteOrchestration(
            CompleteOrchestrationAction.newBuilder()
                .setOrchestrationStatus(status)
                .setResult(StringValue.of(result)))
        .build();
  }
}
