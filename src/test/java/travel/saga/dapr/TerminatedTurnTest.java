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
import java.util.List;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;

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
  private static final List<HistoryEvent> WAITING =
      List.of(
          TURN,
          event(-1)
              .setRouter(TaskRouter.newBuilder().setSourceAppID("reservations"))
              .setExecutionStarted(
                  ExecutionStartedEvent.newBuilder()
                      .setName("waiting")
                      .setOrchestrationInstance(
                          OrchestrationInstance.newBuilder().setInstanceId("one")))
              .build(),
          event(0).setTimerCreated(TimerCreatedEvent.newBuilder().setFireAt(LATER)).build());

  @Test
  void leavesOutWhatComesBehindATerminate() {
    assertThat(events(TerminatedTurn.cut(turn(TURN, TERMINATED, FIRED, TERMINATED))))
        .containsExactly(TURN, TERMINATED);
  }

  @Test
  void leavesAnyOtherTurnAsItIs() {
    WorkItem fired = turn(TURN, FIRED);
    WorkItem firedBefore = turn(TURN, FIRED, TERMINATED);

    assertThat(TerminatedTurn.cut(fired)).isSameAs(fired);
    assertThat(TerminatedTurn.cut(firedBefore)).isSameAs(firedBefore);
    assertThat(TerminatedTurn.cut(WorkItem.getDefaultInstance()))
        .isSameAs(WorkItem.getDefaultInstance());
  }

  @Test
  void endsAWorkflowThatWouldGoOnInTheSameTurn() {
    Workflow waiting =
        () ->
            ctx -> {
              ctx.createTimer(Duration.ofSeconds(1)).await();
              ctx.callActivity("anything").await();
            };
    TaskOrchestrationFactories workflows = new TaskOrchestrationFactories();
    workflows.addOrchestration(new GuardedWorkflow("waiting", waiting));
    var executor =
        new TaskOrchestrationExecutor(
            workflows, new WireDataConverter(), Duration.ofDays(3), Logger.getLogger("test"), "");

    var result =
        executor.execute(
            WAITING, events(TerminatedTurn.cut(turn(TURN, TERMINATED, FIRED, TERMINATED))));

    assertThat(result.getActions())
        .filteredOn(OrchestratorAction::hasCompleteOrchestration)
        .singleElement()
        .extracting(action -> action.getCompleteOrchestration().getOrchestrationStatus())
        .isEqualTo(OrchestrationStatus.ORCHESTRATION_STATUS_TERMINATED);
  }

  private static HistoryEvent.Builder event(int id) {
    return HistoryEvent.newBuilder().setEventId(id).setTimestamp(BEGINNING);
  }

  private static WorkItem turn(HistoryEvent... events) {
    return WorkItem.newBuilder()
        .setOrchestratorRequest(OrchestratorRequest.newBuilder().addAllNewEvents(List.of(events)))
        .build();
  }

  private static List<HistoryEvent> events(WorkItem turn) {
    return turn.getOrchestratorRequest().getNewEventsList();
  }
}
