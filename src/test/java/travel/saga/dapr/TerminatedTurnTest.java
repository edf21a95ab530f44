package travel.saga.dapr;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Timestamp;
import io.dapr.durabletask.TaskOrchestrationExecutor;
import io.dapr.durabletask.implementation.protobuf.OrchestratorService.ExecutionStartedEvent;
import io.dapr.durabletask.implementation.protobuf.OrchestratorService.ExecutionTerminatedEvent;
import io.dapr.durabletask.implementation.protobuf.OrchestratorService.HistoryEvent;
import io.dapr.durabletask.implementation.protobuf.OrchestratorService.OrchestrationInstance;
import io.dapr.durabletask.implementation.protobuf.OrchestratorService.OrchestrationStatus;
import io.dapr.durabletask.implementation.protobuf.OrchestratorService.OrchestratorAction;
import io.dapr.durabletask.implementation.protobuf.OrchestratorService.OrchestratorRequest;
import io.dapr.durabletask.implementation.protobuf.OrchestratorService.OrchestratorStartedEvent;
import io.dapr.durabletask.implementation.protobuf.OrchestratorService.TaskRouter;
import io.dapr.durabletask.implementation.protobuf.OrchestratorService.TimerCreatedEvent;
import io.dapr.durabletask.implementation.protobuf.OrchestratorService.TimerFiredEvent;
import io.dapr.durabletask.implementation.protobuf.OrchestratorService.WorkItem;
import io.dapr.durabletask.orchestration.TaskOrchestrationFactories;
import io.dapr.workflows.Workflow;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;

/** With the SDK's own executor, which fails at such turns. */
class TerminatedTurnTest {
  private static final Timestamp BEGINNING =
      Timestamp.newBuilder()
          .setSeconds(Instant.parse("2026-01-01T00:00:00Z").getEpochSecond())
          .build();
  private static final Timestamp LATER =
      BEGINNING.toBuilder().setSeconds(BEGINNING.getSeconds() + 1).build();

  private static final HistoryEvent TURN =
      event(-1).setOrchestratorStarted(OrchestratorStartedEvent.getDefaultInstance()).build();
  private static final HistoryEvent TERMINATED =
      event(-1).setExecutionTerminated(ExecutionTerminatedEvent.getDefaultInstance()).build();
  private static final HistoryEvent FIRED =
      event(-1).setTimerFired(TimerFiredEvent.newBuilder().setTimerId(0).setFireAt(LATER)).build();

  private static final Workflow GOES_ON =
      () ->
          ctx -> {
            ctx.createTimer(Duration.ofSeconds(1)).await();
            ctx.callActivity("anything").await();
          };
  private static final Workflow COMPLETES =
      () ->
          ctx -> {
            ctx.createTimer(Duration.ofSeconds(1)).await();
            ctx.complete("done");
          };

  @Test
  void goesOnWhereNobodyTerminates() {
    assertThat(run(GOES_ON, FIRED)).anyMatch(OrchestratorAction::hasScheduleTask);
  }

  @Test
  void endsWithTheTerminateThatComesFirst() {
    assertThat(ends(run(GOES_ON, TERMINATED, FIRED, TERMINATED)))
        .containsExactly(OrchestrationStatus.ORCHESTRATION_STATUS_TERMINATED);
    assertThat(ends(run(COMPLETES, TERMINATED, FIRED)))
        .containsExactly(OrchestrationStatus.ORCHESTRATION_STATUS_TERMINATED);
  }

  @Test
  void endsWithTheTerminateOfAWorkflowThatWentOn() {
    assertThat(ends(run(GOES_ON, FIRED, TERMINATED)))
        .containsExactly(OrchestrationStatus.ORCHESTRATION_STATUS_TERMINATED);
  }

  @Test
  void endsWithTheCompletionThatComesFirst() {
    assertThat(ends(run(COMPLETES, FIRED, TERMINATED)))
        .containsExactly(OrchestrationStatus.ORCHESTRATION_STATUS_COMPLETED);
  }

  @Test
  void goesOnBehindTheTerminateOfTheRunThatItIsARerunOf() {
    WorkItem rerun = turn(List.of(TERMINATED), FIRED);

    assertThat(run(GOES_ON, rerun)).anyMatch(OrchestratorAction::hasScheduleTask);
    assertThat(ends(run(COMPLETES, rerun)))
        .containsExactly(OrchestrationStatus.ORCHESTRATION_STATUS_COMPLETED);
    assertThat(ends(run(GOES_ON, turn(List.of(TERMINATED), FIRED, TERMINATED))))
        .containsExactly(OrchestrationStatus.ORCHESTRATION_STATUS_TERMINATED);
  }

  private static Collection<OrchestratorAction> run(Workflow code, HistoryEvent... events) {
    return run(code, turn(List.of(), events));
  }

  private static Collection<OrchestratorAction> run(Workflow code, WorkItem item) {
    TaskOrchestrationFactories workflows = new TaskOrchestrationFactories();
    workflows.addOrchestration(new GuardedWorkflow("waiting", code));
    var executor =
        new TaskOrchestrationExecutor(
            workflows, new WireDataConverter(), Duration.ofDays(3), Logger.getLogger("test"), "");
    List<OrchestratorAction> actions = new ArrayList<>();
    TerminatedTurn.of(item)
        .run(
            turn -> {
              OrchestratorRequest request = turn.getOrchestratorRequest();
              actions.addAll(
                  executor
                      .execute(request.getPastEventsList(), request.getNewEventsList())
                      .getActions());
            });
    return actions;
  }

  /**
   * @param beforeTheTimer what stands in the history between the start and what was asked for then
   */
  private static WorkItem turn(List<HistoryEvent> beforeTheTimer, HistoryEvent... events) {
    return WorkItem.newBuilder()
        .setOrchestratorRequest(
            OrchestratorRequest.newBuilder()
                .addPastEvents(TURN)
                .addPastEvents(
                    event(-1)
                        .setRouter(TaskRouter.newBuilder().setSourceAppID("reservations"))
                        .setExecutionStarted(
                            ExecutionStartedEvent.newBuilder()
                                .setName("waiting")
                                .setOrchestrationInstance(
                                    OrchestrationInstance.newBuilder().setInstanceId("one"))))
                .addAllPastEvents(beforeTheTimer)
                .addPastEvents(
                    event(0).setTimerCreated(TimerCreatedEvent.newBuilder().setFireAt(LATER)))
                .addNewEvents(TURN)
                .addAllNewEvents(List.of(events)))
        .build();
  }

  private static HistoryEvent.Builder event(int id) {
    return HistoryEvent.newBuilder().setEventId(id).setTimestamp(BEGINNING);
  }

  private static List<OrchestrationStatus> ends(Collection<OrchestratorAction> actions) {
    return actions.stream()
        .filter(OrchestratorAction::hasCompleteOrchestration)
        .map(action -> action.getCompleteOrchestration().getOrchestrationStatus())
        .toList();
  }
}
