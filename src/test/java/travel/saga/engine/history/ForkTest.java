package travel.saga.engine.history;

import static org.assertj.core.api.Assertions.assertThat;
import static travel.saga.engine.Actions.activity;
import static travel.saga.engine.Actions.child;
import static travel.saga.engine.Actions.complete;
import static travel.saga.engine.Actions.timer;
import static travel.saga.engine.history.Samples.NOW;
import static travel.saga.engine.history.Samples.append;
import static travel.saga.engine.history.Samples.turn;

import com.google.protobuf.StringValue;
import io.dapr.durabletask.implementation.protobuf.OrchestratorService.ActivityResponse;
import io.dapr.durabletask.implementation.protobuf.OrchestratorService.ExecutionStartedEvent;
import io.dapr.durabletask.implementation.protobuf.OrchestratorService.HistoryEvent;
import io.dapr.durabletask.implementation.protobuf.OrchestratorService.OrchestratorAction;
import io.dapr.durabletask.implementation.protobuf.OrchestratorService.RerunWorkflowFromEventRequest;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * A source that did 0 and 1, then 2 to 5 at once, of which 2 had its outcome before 6 was asked.
 */
class ForkTest {
  private static final Instant LATER = NOW.plusSeconds(3600);
  private static final Identity NEW = new Identity(2, "again", 1, "other", "it");

  private final RunHistory source = Samples.run("source");

  @BeforeEach
  void run() {
    source.append(
        Samples.firstTurn(
            ExecutionStartedEvent.newBuilder()
                .setName("it")
                .setScheduledStartTimestamp(Events.timestamp(NOW))
                .build()),
        null,
        0);
    advance(activity(0, "first"), timer(1, NOW));
    append(source, resolved(0), Events.timerFired(1, NOW, NOW));
    advance(with("old", activity(2, "a")), activity(3, "b"), timer(4, LATER), child(5, "kid"));
    append(source, resolved(2));
    advance(with("old", activity(6, "c")), timer(7, LATER), with("old", child(8, "own")));
    append(source, resolved(6), resolved(3));
    advance(complete(9, "done"));
  }

  @Test
  void keepsWhatHadItsOutcomeAndDoesTheRestAnew() {
    TurnOutcome.Advanced fork = fork(request(6));
    assertThat(fork.activities()).containsExactly(3, 6);
    assertThat(fork.timers()).containsExactly(new TurnOutcome.Timer(4, LATER));
    assertThat(fork.children())
        .extracting(event -> event.getSubOrchestrationInstanceCreated().getInstanceId())
        .containsExactly("again:0005");
    assertThat(fork.events()).filteredOn(HistoryEvent::hasTaskCompleted).hasSize(2);
    assertThat(fork.events().get(fork.events().size() - 1).getEventId()).isEqualTo(6);
    assertThat(fork.isEnd()).isFalse();
  }

  @Test
  void isARunOfItsOwnThatBeginsAtOnce() {
    ExecutionStartedEvent started = fork(request(6)).events().get(1).getExecutionStarted();
    assertThat(started.getName()).isEqualTo("it");
    assertThat(started.getOrchestrationInstance()).isEqualTo(NEW.onTheWire());
    assertThat(started.hasScheduledStartTimestamp()).isFalse();
  }

  @Test
  void datesWhatIsDoneAnewAndNothingElse() {
    for (HistoryEvent event : fork(request(6)).events()) {
      boolean anew = event.getEventId() >= 3;
      assertThat(Events.instant(event.getTimestamp())).isEqualTo(anew ? LATER : NOW);
    }
  }

  @Test
  void doesTheFirstActionAnewAfterNothing() {
    TurnOutcome.Advanced fork = fork(request(0));
    assertThat(fork.events()).hasSize(4); // two turns' starts, the run's and the activity
    assertThat(fork.activities()).containsExactly(0);
  }

  @Test
  void saysWhichRunTheActionWasOf() {
    HistoryEvent activity = target(request(6));
    assertThat(activity.getTaskScheduled().getRerunParentInstanceInfo().getInstanceID())
        .isEqualTo("source");
    HistoryEvent timer = target(request(7));
    assertThat(timer.getTimerCreated().getRerunParentInstanceInfo().getInstanceID())
        .isEqualTo("source");
    HistoryEvent child = target(request(8));
    assertThat(
            child.getSubOrchestrationInstanceCreated().getRerunParentInstanceInfo().getInstanceID())
        .isEqualTo("source");
  }

  @Test
  void givesTheActivityTheInputThatIsAskedFor() {
    assertThat(target(request(6)).getTaskScheduled().getInput().getValue()).isEqualTo("old");
    var ignored = request(6).setInput(StringValue.of("new"));
    assertThat(target(ignored).getTaskScheduled().getInput().getValue()).isEqualTo("old");
    var overwritten = ignored.setOverwriteInput(true);
    assertThat(target(overwritten).getTaskScheduled().getInput().getValue()).isEqualTo("new");
    var cleared = request(6).setOverwriteInput(true);
    assertThat(target(cleared).getTaskScheduled().hasInput()).isFalse();
  }

  @Test
  void givesTheChildTheInputAndTheIdThatAreAskedFor() {
    var kept = target(request(8)).getSubOrchestrationInstanceCreated();
    assertThat(kept.getInput().getValue()).isEqualTo("old");
    assertThat(kept.getInstanceId()).isEqualTo("again:0008");
    var overwritten =
        target(
                request(8)
                    .setOverwriteInput(true)
                    .setInput(StringValue.of("new"))
                    .setNewChildWorkflowInstanceID("given"))
            .getSubOrchestrationInstanceCreated();
    assertThat(overwritten.getInput().getValue()).isEqualTo("new");
    assertThat(overwritten.getInstanceId()).isEqualTo("given");
    var cleared = target(request(8).setOverwriteInput(true));
    assertThat(cleared.getSubOrchestrationInstanceCreated().hasInput()).isFalse();
  }

  @Test
  void refusesWhatAnActionDoesNotAllow() {
    assertThat(refusal(6, request(6).setOverwriteInput(true))).isNull();
    assertThat(refusal(7, request(7))).isNull();
    assertThat(refusal(7, request(7).setOverwriteInput(true)))
        .isEqualTo("cannot write input to timer event '7'");
    assertThat(refusal(8, request(8).setNewChildWorkflowInstanceID("kid"))).isNull();
    assertThat(refusal(6, request(6).setNewChildWorkflowInstanceID("kid")))
        .isEqualTo("cannot set new child workflow instance ID on event '6'");
  }

  private @Nullable String refusal(int action, RerunWorkflowFromEventRequest.Builder request) {
    return Fork.refusal(Objects.requireNonNull(source.action(action)), request.build());
  }

  private HistoryEvent target(RerunWorkflowFromEventRequest.Builder request) {
    var events = fork(request).events();
    return events.get(events.size() - 1);
  }

  private TurnOutcome.Advanced fork(RerunWorkflowFromEventRequest.Builder request) {
    return new Fork(source, request.build(), NEW).outcome(LATER);
  }

  private static RerunWorkflowFromEventRequest.Builder request(int eventId) {
    return RerunWorkflowFromEventRequest.newBuilder()
        .setSourceInstanceID("source")
        .setEventID(eventId);
  }

  private void advance(OrchestratorAction... actions) {
    source.append(turn(source, actions).events(), null, 0);
  }

  private static HistoryEvent resolved(int id) {
    return Events.activityResolved(ActivityResponse.newBuilder().setTaskId(id).build(), "x", NOW);
  }

  private static OrchestratorAction with(String input, OrchestratorAction action) {
    OrchestratorAction.Builder given = action.toBuilder();
    if (given.hasScheduleTask()) {
      given.getScheduleTaskBuilder().setInput(StringValue.of(input));
    } else {
      given.getCreateSubOrchestrationBuilder().setInput(StringValue.of(input));
    }
    return given.build();
  }
}
