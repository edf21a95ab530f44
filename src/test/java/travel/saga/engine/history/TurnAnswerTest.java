package travel.saga.engine.history;

import static org.assertj.core.api.Assertions.assertThat;
import static travel.saga.engine.Actions.activity;
import static travel.saga.engine.Actions.child;
import static travel.saga.engine.Actions.complete;
import static travel.saga.engine.Actions.end;
import static travel.saga.engine.Actions.timer;

import com.google.protobuf.StringValue;
import io.dapr.durabletask.implementation.protobuf.OrchestratorService.CompleteOrchestrationAction;
import io.dapr.durabletask.implementation.protobuf.OrchestratorService.ExecutionStartedEvent;
import io.dapr.durabletask.implementation.protobuf.OrchestratorService.HistoryEvent;
import io.dapr.durabletask.implementation.protobuf.OrchestratorService.OrchestrationStatus;
import io.dapr.durabletask.implementation.protobuf.OrchestratorService.OrchestrationVersion;
import io.dapr.durabletask.implementation.protobuf.OrchestratorService.OrchestratorAction;
import io.dapr.durabletask.implementation.protobuf.OrchestratorService.OrchestratorResponse;
import io.dapr.durabletask.implementation.protobuf.OrchestratorService.OrchestratorVersionNotAvailableAction;
import io.dapr.durabletask.implementation.protobuf.OrchestratorService.SendEventAction;
import io.dapr.durabletask.implementation.protobuf.OrchestratorService.TraceContext;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class TurnAnswerTest {
  private static final Instant NOW = Instant.parse("2026-01-02T03:04:05.000006Z");

  private final RunHistory history = new RunHistory(pending());
  private final List<HistoryEvent> firstTurn =
      List.of(
          Events.turnStarted(NOW),
          Events.executionStarted(
              ExecutionStartedEvent.newBuilder()
                  .setName("it")
                  .setParentTraceContext(TraceContext.newBuilder().setTraceParent("00-1-2-01"))
                  .build(),
              "reservations",
              NOW));

  @Test
  void recordsTheTurnThenItsActions() {
    TurnOutcome.Advanced turn = advanced(activity(0, "a"), timer(1, NOW.plusSeconds(5)));
    assertThat(turn.events()).hasSize(4).startsWith(firstTurn.toArray(HistoryEvent[]::new));
    assertThat(turn.activities()).containsExactly(0);
    assertThat(turn.timers()).containsExactly(new TurnOutcome.Timer(1, NOW.plusSeconds(5)));
  }

  @Test
  void handsTheCallersTraceToActivities() {
    TurnOutcome.Advanced turn = advanced(activity(0, "a"));
    assertThat(turn.events().get(2).getTaskScheduled().getParentTraceContext().getTraceParent())
        .isEqualTo("00-1-2-01");
  }

  @Test
  void foldsToRunningThenToTheEndWithItsOutput() {
    append(advanced(activity(0, "a")));
    assertThat(history.instance().progress().status())
        .isEqualTo(OrchestrationStatus.ORCHESTRATION_STATUS_RUNNING);
    assertThat(history.isOpen(0)).isTrue();
    append(advanced(complete(1, "done")));
    assertThat(history.instance().progress().isTerminal()).isTrue();
    assertThat(history.instance().progress().completed()).isEqualTo(NOW);
    assertThat(history.instance().payloads().output()).isEqualTo("done");
  }

  @Test
  void foldsTheSameFromTheStoredEvents() {
    append(advanced(activity(0, "a"), timer(1, NOW)));
    RunHistory restored = RunHistory.restore(history.instance(), history.events());
    assertThat(restored.instance()).isEqualTo(history.instance());
    assertThat(restored.isOpen(0)).isTrue();
    assertThat(restored.openTimers()).isEqualTo(history.openTimers());
    assertThat(restored.trace()).isEqualTo(history.trace());
  }

  @Test
  void appliesAllActionsBesideACompletion() {
    assertThat(advanced(activity(0, "a"), complete(1, "done")).activities()).containsExactly(0);
  }

  @Test
  void leavesOutAnActionThatIsRecordedAlready() {
    append(advanced(activity(0, "a")));
    assertThat(advanced(activity(0, "a"), activity(1, "b")).activities()).containsExactly(1);
  }

  @Test
  void replacesTheCustomStatusAndClearsItWhenEmpty() {
    append((TurnOutcome.Advanced) apply(response().setCustomStatus(StringValue.of("half"))));
    assertThat(history.instance().payloads().customStatus()).isEqualTo("half");
    append((TurnOutcome.Advanced) apply(response().setCustomStatus(StringValue.of(""))));
    assertThat(history.instance().payloads().customStatus()).isNull();
  }

  @Test
  void restartsWithCarriedEventsInTheOrderOfTheirArrival() {
    HistoryEvent past = Events.raised("e", "1", NOW.plusSeconds(60)); // the clock was set back
    HistoryEvent early = Events.raised("e", "2", NOW);
    HistoryEvent late = Events.raised("e", "3", NOW.plusNanos(1000));
    HistoryEvent foreign = Events.raised("e", "0", NOW.minusSeconds(1));
    history.append(List.of(past), null, NOW.toEpochMilli());
    OrchestratorAction restart =
        OrchestratorAction.newBuilder()
            .setId(1)
            .setCompleteOrchestration(
                CompleteOrchestrationAction.newBuilder()
                    .setOrchestrationStatus(
                        OrchestrationStatus.ORCHESTRATION_STATUS_CONTINUED_AS_NEW)
                    .setResult(StringValue.of("next"))
                    .addAllCarryoverEvents(List.of(foreign, late, early, past)))
            .build();
    var response = response().addActions(activity(0, "dropped")).addActions(restart).build();
    assertThat(TurnAnswer.apply(history, List.of(early, late), response, NOW))
        .isEqualTo(new TurnOutcome.Restarted("next", List.of(past, early, late, foreign)));
  }

  @Test
  void asksForAChildUnderItsOwnIdOrOneMadeOfTheParents() {
    TurnOutcome.Advanced turn = advanced(child(0, "given"), child(26, ""));
    assertThat(turn.children())
        .extracting(event -> event.getSubOrchestrationInstanceCreated().getInstanceId())
        .containsExactly("given", "one:001a");
    assertThat(turn.events()).endsWith(turn.children().toArray(HistoryEvent[]::new));
    append(turn);
    assertThat(history.awaitsChild(0, "given")).isTrue();
    assertThat(history.awaitsChild(0, "another")).isFalse();
    HistoryEvent failed = ChildEvents.failed(0, Events.failure("t", "m"), NOW);
    history.append(List.of(failed), null, NOW.toEpochMilli());
    assertThat(history.awaitsChild(0, "given")).isFalse();
  }

  @Test
  void tellsTheParentOfACompletionWithTheOutputAndOfAnyOtherEndAsAFailure() {
    append(advanced(complete(0, "done")));
    HistoryEvent completed = ChildEvents.ended(7, history.instance(), NOW);
    assertThat(completed.getSubOrchestrationInstanceCompleted().getTaskScheduledId()).isEqualTo(7);
    assertThat(completed.getSubOrchestrationInstanceCompleted().getResult().getValue())
        .isEqualTo("done");
    append(advanced(end(1, OrchestrationStatus.ORCHESTRATION_STATUS_TERMINATED, "stopped")));
    HistoryEvent failed = ChildEvents.ended(7, history.instance(), NOW);
    assertThat(failed.getSubOrchestrationInstanceFailed().getTaskScheduledId()).isEqualTo(7);
    assertThat(failed.getSubOrchestrationInstanceFailed().getFailureDetails().getErrorMessage())
        .contains("'one' was terminated");
  }

  @Test
  void refusesWhatIsNotOffered() {
    OrchestratorAction event =
        OrchestratorAction.newBuilder()
            .setSendEvent(SendEventAction.newBuilder().setName("e"))
            .build();
    assertThat(apply(response().addActions(event))).isInstanceOf(TurnOutcome.Refused.class);
  }

  @Test
  void stallsWhenTheWorkerDoesNotHaveTheVersionWhateverTheIdItSays() {
    append((TurnOutcome.Advanced) apply(response().addActions(activity(0, "a"))));
    assertThat(
            apply(
                response()
                    .addActions(end(0, OrchestrationStatus.ORCHESTRATION_STATUS_STALLED, ""))))
        .isInstanceOf(TurnOutcome.Stalled.class);
    assertThat(
            apply(
                response()
                    .addActions(
                        OrchestratorAction.newBuilder()
                            .setOrchestratorVersionNotAvailable(
                                OrchestratorVersionNotAvailableAction.getDefaultInstance()))))
        .isInstanceOf(TurnOutcome.Stalled.class);
  }

  @Test
  void recordsTheVersionAndEachPatchOnceAtTheTurnThatMetIt() {
    append((TurnOutcome.Advanced) apply(version("v1", "a", "b")));
    append((TurnOutcome.Advanced) apply(version("v1", "a", "b", "c")));
    assertThat(history.patches()).containsExactly("a", "b", "c");
    assertThat(
            history.events().stream()
                .filter(HistoryEvent::hasOrchestratorStarted)
                .map(event -> event.getOrchestratorStarted().getVersion()))
        .containsExactly(
            OrchestrationVersion.newBuilder().setName("v1").addPatches("a").addPatches("b").build(),
            OrchestrationVersion.newBuilder().setName("v1").addPatches("c").build());
  }

  @Test
  void stallsWhenTheWorkersPatchesDoNotGoOnFromTheRecordedOnes() {
    append((TurnOutcome.Advanced) apply(version("", "a", "b")));
    for (OrchestratorResponse.Builder other :
        List.of(version(""), version("", "a"), version("", "b", "a"), version("", "a", "c", "b"))) {
      assertThat(apply(other)).isInstanceOf(TurnOutcome.Stalled.class);
    }
    assertThat(apply(version("", "a", "b"))).isInstanceOf(TurnOutcome.Advanced.class);
  }

  @Test
  void foldsToStalledUntilTheNextTurnAndThenToWhatItWas() {
    TurnOutcome.Stalled stalled = TurnOutcome.Stalled.tooLarge("It", 10);
    assertThat(stalled.description()).startsWith("It is too large").contains("10 bytes");
    history.append(List.of(Events.stalled(stalled, NOW)), null, 0);
    assertThat(history.instance().progress().isStalled()).isTrue();
    assertThat(history.stalledFor()).isEqualTo(stalled.description());
    append(advanced());
    assertThat(history.stalledFor()).isNull();
    assertThat(history.instance().progress().status())
        .isEqualTo(OrchestrationStatus.ORCHESTRATION_STATUS_RUNNING);
    history.append(List.of(Events.suspended("r", NOW)), null, 0);
    history.append(List.of(Events.stalled(stalled, NOW)), null, 0);
    assertThat(history.instance().progress().isStalled()).isTrue();
    history.append(List.of(Events.turnStarted(NOW)), null, 0);
    assertThat(history.instance().progress().status())
        .isEqualTo(OrchestrationStatus.ORCHESTRATION_STATUS_SUSPENDED);
  }

  private static OrchestratorResponse.Builder version(String name, String... patches) {
    return response()
        .setVersion(
            OrchestrationVersion.newBuilder().setName(name).addAllPatches(List.of(patches)));
  }

  private void append(TurnOutcome.Advanced turn) {
    history.append(turn.events(), turn.customStatus(), NOW.toEpochMilli());
  }

  private TurnOutcome.Advanced advanced(OrchestratorAction... actions) {
    return (TurnOutcome.Advanced) apply(response().addAllActions(List.of(actions)));
  }

  private TurnOutcome apply(OrchestratorResponse.Builder response) {
    return TurnAnswer.apply(history, firstTurn, response.build(), NOW);
  }

  private static OrchestratorResponse.Builder response() {
    return OrchestratorResponse.newBuilder().setInstanceId("one");
  }

  private static Instance pending() {
    return new Instance(
        new Identity(1, "one", 1, "execution", "it"),
        new Progress(OrchestrationStatus.ORCHESTRATION_STATUS_PENDING, NOW, NOW, null, null),
        Payloads.of(null),
        Extent.none(0));
  }
}
