package travel.saga.engine.history;

import static org.assertj.core.api.Assertions.assertThat;
import static travel.saga.engine.Actions.activity;
import static travel.saga.engine.Actions.child;
import static travel.saga.engine.Actions.timer;
import static travel.saga.engine.history.Samples.NOW;
import static travel.saga.engine.history.Samples.turn;

import com.google.protobuf.StringValue;
import io.dapr.durabletask.implementation.protobuf.OrchestratorService.CompleteOrchestrationAction;
import io.dapr.durabletask.implementation.protobuf.OrchestratorService.ExecutionStartedEvent;
import io.dapr.durabletask.implementation.protobuf.OrchestratorService.HistoryEvent;
import io.dapr.durabletask.implementation.protobuf.OrchestratorService.OrchestrationStatus;
import io.dapr.durabletask.implementation.protobuf.OrchestratorService.OrchestrationVersion;
import io.dapr.durabletask.implementation.protobuf.OrchestratorService.OrchestratorAction;
import io.dapr.durabletask.implementation.protobuf.OrchestratorService.OrchestratorResponse;
import io.dapr.durabletask.implementation.protobuf.OrchestratorService.SendEntityMessageAction;
import io.dapr.durabletask.implementation.protobuf.OrchestratorService.TaskRouter;
import io.dapr.durabletask.implementation.protobuf.OrchestratorService.TerminateOrchestrationAction;
import io.dapr.durabletask.implementation.protobuf.OrchestratorService.TraceContext;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What of a worker's actions is recorded: all that it said, and nothing that it did not say. */
class ActionDetailsTest {
  private static final TaskRouter ROUTER =
      TaskRouter.newBuilder().setSourceAppID("here").setTargetAppID("there").build();
  private static final StringValue INPUT = StringValue.of("in");
  private static final StringValue VERSION = StringValue.of("v2");
  private static final TraceContext TRACE =
      TraceContext.newBuilder().setTraceParent("00-1-2-01").build();

  private final RunHistory history = Samples.run("one");

  @Test
  void recordsAllThatIsSaidOfAnActivity() {
    OrchestratorAction.Builder action = activity(0, "a").toBuilder().setRouter(ROUTER);
    action.getScheduleTaskBuilder().setInput(INPUT).setVersion(VERSION);
    HistoryEvent event = recorded(action.build());
    assertThat(event.getEventId()).isZero();
    assertThat(event.getRouter()).isEqualTo(ROUTER);
    var scheduled = event.getTaskScheduled();
    assertThat(scheduled.getName()).isEqualTo("a");
    assertThat(scheduled.getTaskExecutionId()).isEqualTo("execution-0");
    assertThat(scheduled.getInput()).isEqualTo(INPUT);
    assertThat(scheduled.getVersion()).isEqualTo(VERSION);
  }

  @Test
  void recordsNothingThatIsNotSaidOfAnActivity() {
    HistoryEvent event = recorded(activity(0, "a"));
    assertThat(event.hasRouter()).isFalse();
    assertThat(event.getTaskScheduled().hasInput()).isFalse();
    assertThat(event.getTaskScheduled().hasVersion()).isFalse();
    assertThat(event.getTaskScheduled().hasParentTraceContext()).isFalse();
  }

  @Test
  void recordsATimersNameIfItHasOne() {
    assertThat(recorded(timer(0, NOW)).getTimerCreated().hasName()).isFalse();
    OrchestratorAction.Builder named = timer(1, NOW).toBuilder();
    named.getCreateTimerBuilder().setName("retry");
    var created = recorded(named.build()).getTimerCreated();
    assertThat(created.getName()).isEqualTo("retry");
    assertThat(Events.instant(created.getFireAt())).isEqualTo(NOW);
  }

  @Test
  void recordsAllThatIsSaidOfAChild() {
    trace();
    OrchestratorAction.Builder action = child(0, "kid").toBuilder().setRouter(ROUTER);
    action.getCreateSubOrchestrationBuilder().setInput(INPUT).setVersion(VERSION);
    HistoryEvent event = recorded(action.build());
    assertThat(event.getRouter()).isEqualTo(ROUTER);
    var created = event.getSubOrchestrationInstanceCreated();
    assertThat(created.getName()).isEqualTo("child");
    assertThat(created.getInput()).isEqualTo(INPUT);
    assertThat(created.getVersion()).isEqualTo(VERSION);
    assertThat(created.getParentTraceContext()).isEqualTo(TRACE);
  }

  @Test
  void recordsNothingThatIsNotSaidOfAChild() {
    HistoryEvent event = recorded(child(0, "kid"));
    assertThat(event.hasRouter()).isFalse();
    assertThat(event.getSubOrchestrationInstanceCreated().hasInput()).isFalse();
    assertThat(event.getSubOrchestrationInstanceCreated().hasVersion()).isFalse();
    assertThat(event.getSubOrchestrationInstanceCreated().hasParentTraceContext()).isFalse();
  }

  @Test
  void takesAChildsRouterFromWhereverItStands() {
    OrchestratorAction.Builder action = child(0, "kid").toBuilder();
    action.getCreateSubOrchestrationBuilder().setRouter(ROUTER);
    assertThat(recorded(action.build()).getRouter()).isEqualTo(ROUTER);
  }

  @Test
  void handsTheTraceOfAnEarlierTurnToLaterActions() {
    trace();
    assertThat(recorded(activity(0, "a")).getTaskScheduled().getParentTraceContext())
        .isEqualTo(TRACE);
  }

  @Test
  void recordsTheFailureThatARunEndsWith() {
    OrchestratorAction failed =
        OrchestratorAction.newBuilder()
            .setId(0)
            .setCompleteOrchestration(
                CompleteOrchestrationAction.newBuilder()
                    .setOrchestrationStatus(OrchestrationStatus.ORCHESTRATION_STATUS_FAILED)
                    .setFailureDetails(Events.failure("Broken", "It is broken.")))
            .build();
    var completed = recorded(failed).getExecutionCompleted();
    assertThat(completed.getFailureDetails().getErrorType()).isEqualTo("Broken");
    assertThat(completed.hasResult()).isFalse();
    append(failed);
    assertThat(history.instance().payloads().output()).isNull();
    assertThat(history.instance().payloads().failure()).isNotNull();
  }

  @Test
  void refusesWhatIsNotOfferedAndSaysWhatItWas() {
    assertThat(refusal(OrchestratorAction.newBuilder().setId(0))).contains("it does not know");
    assertThat(
            refusal(
                OrchestratorAction.newBuilder()
                    .setTerminateOrchestration(TerminateOrchestrationAction.getDefaultInstance())))
        .contains("terminating a workflow from a workflow");
    assertThat(
            refusal(
                OrchestratorAction.newBuilder()
                    .setSendEntityMessage(SendEntityMessageAction.getDefaultInstance())))
        .contains("entities");
  }

  @Test
  void saysWhichPatchesDoNotMatch() {
    answer(OrchestratorResponse.newBuilder().setVersion(patches("a", "b")));
    var stalled =
        (TurnOutcome.Stalled)
            TurnAnswer.apply(
                history,
                List.of(Events.turnStarted(NOW)),
                OrchestratorResponse.newBuilder().setVersion(patches("c")).build(),
                NOW);
    assertThat(stalled.description()).contains("[a, b]").contains("[c]");
  }

  private void answer(OrchestratorResponse.Builder response) {
    var turn =
        (TurnOutcome.Advanced)
            TurnAnswer.apply(history, List.of(Events.turnStarted(NOW)), response.build(), NOW);
    history.append(turn.events(), null, 0);
  }

  private static OrchestrationVersion patches(String... patches) {
    return OrchestrationVersion.newBuilder().addAllPatches(List.of(patches)).build();
  }

  private String refusal(OrchestratorAction.Builder action) {
    return ((TurnOutcome.Refused)
            Samples.answer(history, List.of(Events.turnStarted(NOW)), action.build()))
        .message();
  }

  private void trace() {
    history.append(
        Samples.firstTurn(ExecutionStartedEvent.newBuilder().setParentTraceContext(TRACE).build()),
        null,
        0);
  }

  private void append(OrchestratorAction action) {
    history.append(turn(history, action).events(), null, 0);
  }

  /** The event that this action alone is recorded as. */
  private HistoryEvent recorded(OrchestratorAction action) {
    return turn(history, action).events().get(1);
  }
}
