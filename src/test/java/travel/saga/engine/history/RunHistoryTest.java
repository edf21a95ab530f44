package travel.saga.engine.history;

import static org.assertj.core.api.Assertions.assertThat;
import static travel.saga.engine.Actions.activity;
import static travel.saga.engine.Actions.child;
import static travel.saga.engine.Actions.complete;
import static travel.saga.engine.Actions.timer;
import static travel.saga.engine.history.Samples.NOW;
import static travel.saga.engine.history.Samples.append;
import static travel.saga.engine.history.Samples.turn;

import io.dapr.durabletask.implementation.protobuf.OrchestratorService.ActivityResponse;
import io.dapr.durabletask.implementation.protobuf.OrchestratorService.ExecutionStartedEvent;
import io.dapr.durabletask.implementation.protobuf.OrchestratorService.HistoryEvent;
import io.dapr.durabletask.implementation.protobuf.OrchestratorService.OrchestrationStatus;
import io.dapr.durabletask.implementation.protobuf.OrchestratorService.ParentInstanceInfo;
import io.dapr.durabletask.implementation.protobuf.OrchestratorService.TraceContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What the recorded events of a run fold to. */
class RunHistoryTest {
  private final RunHistory history = Samples.run("one");

  @Test
  void countsEventsAndTheirBytes() {
    HistoryEvent first = Events.turnStarted(NOW);
    HistoryEvent second = Events.raised("e", "some input", NOW);
    append(history, first);
    append(history, second);
    int bytes = first.getSerializedSize() + second.getSerializedSize();
    assertThat(history.instance().extent()).isEqualTo(new Extent(2, bytes, NOW.toEpochMilli()));
  }

  @Test
  void isPendingUntilItsFirstTurn() {
    assertThat(history.hasStarted()).isFalse();
    assertThat(history.instance().progress().isPending()).isTrue();
    started(ExecutionStartedEvent.newBuilder());
    assertThat(history.hasStarted()).isTrue();
    assertThat(history.instance().progress().isPending()).isFalse();
  }

  @Test
  void isPendingAgainAfterAStallBeforeItsFirstTurn() {
    append(history, Events.stalled(TurnOutcome.Stalled.versionNotAvailable(), NOW));
    assertThat(history.instance().progress().isStalled()).isTrue();
    append(history, Events.turnStarted(NOW));
    assertThat(history.instance().progress().isPending()).isTrue();
  }

  @Test
  void standsStillWhileItIsSuspended() {
    started(ExecutionStartedEvent.newBuilder());
    append(history, Events.suspended(null, NOW));
    assertThat(history.instance().progress().status())
        .isEqualTo(OrchestrationStatus.ORCHESTRATION_STATUS_SUSPENDED);
    append(history, Events.resumed(null, NOW));
    assertThat(history.instance().progress().status())
        .isEqualTo(OrchestrationStatus.ORCHESTRATION_STATUS_RUNNING);
  }

  @Test
  void staysAsItEndedWhateverComesLater() {
    started(ExecutionStartedEvent.newBuilder());
    append(history, Events.failed(Events.failure("type", "message"), NOW));
    append(history, Events.raised("e", null, NOW.plusSeconds(1)));
    append(history, Events.suspended(null, NOW.plusSeconds(2)));
    Progress progress = history.instance().progress();
    assertThat(progress.status()).isEqualTo(OrchestrationStatus.ORCHESTRATION_STATUS_FAILED);
    assertThat(progress.completed()).isEqualTo(NOW);
    assertThat(progress.updated()).isEqualTo(NOW.plusSeconds(2));
    assertThat(history.instance().payloads().output()).isNull();
    var failure = history.instance().payloads().failure();
    assertThat(failure == null ? "" : failure.getErrorType()).isEqualTo("type");
    assertThat(history.instance().payloads().input()).isEqualTo("in");
  }

  @Test
  void knowsWhichActionsHaveNoOutcomeYet() {
    record(turn(history, activity(0, "a"), activity(1, "b"), timer(2, NOW), timer(3, NOW)));
    assertThat(history.openTimers())
        .containsExactlyInAnyOrder(new TurnOutcome.Timer(2, NOW), new TurnOutcome.Timer(3, NOW));
    append(history, Events.activityResolved(task(0), "x", NOW));
    append(history, Events.taskFailed(1, "x", Events.failure("type", "message"), NOW));
    append(history, Events.timerFired(2, NOW, NOW));
    assertThat(List.of(0, 1, 2)).noneMatch(history::isOpen).allMatch(history::hasAction);
    assertThat(history.isOpen(3)).isTrue();
    assertThat(history.openTimers()).containsExactly(new TurnOutcome.Timer(3, NOW));
    assertThat(history.hasAction(4)).isFalse();
  }

  @Test
  void keepsTheEventOfEachAction() {
    record(turn(history, activity(5, "a")));
    HistoryEvent scheduled = history.action(5);
    assertThat(scheduled == null ? "" : scheduled.getTaskScheduled().getName()).isEqualTo("a");
    assertThat(history.action(6)).isNull();
  }

  @Test
  void knowsItsChildrenAndThoseWhoseEndItWaitsFor() {
    record(turn(history, child(0, "first"), child(1, "second"), activity(2, "a")));
    assertThat(history.children()).containsExactlyInAnyOrder("first", "second");
    assertThat(history.openChildren()).containsExactlyInAnyOrder("first", "second");
    assertThat(history.openChildrenBut(Set.of(0))).containsExactly("second");
    append(history, ChildEvents.ended(0, completedChild(), NOW));
    assertThat(history.openChildrenBut(Set.of())).containsExactly("second");
    assertThat(history.children()).containsExactlyInAnyOrder("first", "second");
    assertThat(history.openChildren()).containsExactly("second");
    assertThat(history.awaitsChild(0, "first")).isFalse();
    assertThat(history.awaitsChild(1, "second")).isTrue();
    assertThat(history.awaitsChild(2, "second")).isFalse();
    assertThat(history.awaitsChild(3, "second")).isFalse();
  }

  @Test
  void knowsWhoBeganItAndInWhoseTrace() {
    assertThat(history.parent()).isNull();
    assertThat(history.trace()).isNull();
    ParentInstanceInfo parent = ParentInstanceInfo.newBuilder().setTaskScheduledId(3).build();
    TraceContext trace = TraceContext.newBuilder().setTraceParent("00-1-2-01").build();
    started(
        ExecutionStartedEvent.newBuilder().setParentInstance(parent).setParentTraceContext(trace));
    assertThat(history.parent()).isEqualTo(parent);
    assertThat(history.trace()).isEqualTo(trace);
  }

  @Test
  void hasNeitherParentNorTraceWhereNoneWasGiven() {
    started(ExecutionStartedEvent.newBuilder());
    assertThat(history.parent()).isNull();
    assertThat(history.trace()).isNull();
  }

  @Test
  void saysWhetherATurnEndsTheRun() {
    assertThat(turn(history, activity(0, "a")).isEnd()).isFalse();
    assertThat(turn(history, activity(0, "a"), complete(1, "done")).isEnd()).isTrue();
  }

  private void started(ExecutionStartedEvent.Builder started) {
    history.append(Samples.firstTurn(started.build()), null, 0);
  }

  private void record(TurnOutcome.Advanced turn) {
    history.append(new ArrayList<>(turn.events()), null, 0);
  }

  private static ActivityResponse task(int id) {
    return ActivityResponse.newBuilder().setTaskId(id).build();
  }

  private static Instance completedChild() {
    RunHistory child = Samples.run("first");
    append(child, Events.completed(OrchestrationStatus.ORCHESTRATION_STATUS_COMPLETED, null, NOW));
    return child.instance();
  }
}
