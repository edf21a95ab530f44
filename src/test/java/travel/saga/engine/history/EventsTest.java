package travel.saga.engine.history;

import static org.assertj.core.api.Assertions.assertThat;
import static travel.saga.engine.history.Samples.NOW;

import com.google.protobuf.StringValue;
import com.google.protobuf.Timestamp;
import io.dapr.durabletask.implementation.protobuf.OrchestratorService.ActivityResponse;
import io.dapr.durabletask.implementation.protobuf.OrchestratorService.HistoryEvent;
import io.dapr.durabletask.implementation.protobuf.OrchestratorService.OrchestrationStatus;
import io.dapr.durabletask.implementation.protobuf.OrchestratorService.TaskFailureDetails;
import io.dapr.durabletask.implementation.protobuf.OrchestratorService.TaskRouter;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the engine records by itself. */
class EventsTest {
  private static final TaskFailureDetails FAILURE = Events.failure("Broken", "It is broken.");

  @Test
  void areOfNoActionAndOfTheGivenTime() {
    List<HistoryEvent> all =
        List.of(
            Events.turnStarted(NOW),
            Events.raised("e", null, NOW),
            Events.timerFired(1, NOW, NOW),
            Events.completed(OrchestrationStatus.ORCHESTRATION_STATUS_COMPLETED, null, NOW));
    assertThat(all)
        .allSatisfy(
            event -> {
              assertThat(event.getEventId()).isEqualTo(-1);
              assertThat(Events.instant(event.getTimestamp())).isEqualTo(NOW);
            });
  }

  @Test
  void resolveAnActivityWithItsResultOrWithNone() {
    ActivityResponse.Builder response = ActivityResponse.newBuilder().setTaskId(7);
    var none = Events.activityResolved(response.build(), "x", NOW).getTaskCompleted();
    assertThat(none.getTaskScheduledId()).isEqualTo(7);
    assertThat(none.getTaskExecutionId()).isEqualTo("x");
    assertThat(none.hasResult()).isFalse();
    response.setResult(StringValue.of("42"));
    var some = Events.activityResolved(response.build(), "x", NOW).getTaskCompleted();
    assertThat(some.getResult().getValue()).isEqualTo("42");
  }

  @Test
  void resolveAnActivityAsFailedWhereItGaveAFailure() {
    ActivityResponse response =
        ActivityResponse.newBuilder().setTaskId(7).setFailureDetails(FAILURE).build();
    var failed = Events.activityResolved(response, "x", NOW).getTaskFailed();
    assertThat(failed.getTaskScheduledId()).isEqualTo(7);
    assertThat(failed.getTaskExecutionId()).isEqualTo("x");
    assertThat(failed.getFailureDetails()).isEqualTo(FAILURE);
  }

  @Test
  void sayWhichTimerFiredAndWhenItWasTo() {
    var fired = Events.timerFired(3, NOW.minusSeconds(1), NOW).getTimerFired();
    assertThat(fired.getTimerId()).isEqualTo(3);
    assertThat(Events.instant(fired.getFireAt())).isEqualTo(NOW.minusSeconds(1));
  }

  @Test
  void carryTheCallersWordsWhereThereAreAny() {
    assertThat(Events.raised("e", "1", NOW).getEventRaised().getInput().getValue()).isEqualTo("1");
    assertThat(Events.raised("e", null, NOW).getEventRaised().hasInput()).isFalse();
    var suspended = Events.suspended("why", NOW).getExecutionSuspended();
    assertThat(suspended.getInput().getValue()).isEqualTo("why");
    assertThat(Events.suspended(null, NOW).getExecutionSuspended().hasInput()).isFalse();
    var resumed = Events.resumed("why", NOW).getExecutionResumed();
    assertThat(resumed.getInput().getValue()).isEqualTo("why");
    assertThat(Events.resumed(null, NOW).getExecutionResumed().hasInput()).isFalse();
  }

  @Test
  void sayHowARunEnded() {
    var terminated = Events.terminated("out", true, NOW).getExecutionTerminated();
    assertThat(terminated.getInput().getValue()).isEqualTo("out");
    assertThat(terminated.getRecurse()).isTrue();
    var silent = Events.terminated(null, false, NOW).getExecutionTerminated();
    assertThat(silent.hasInput()).isFalse();
    assertThat(silent.getRecurse()).isFalse();
    OrchestrationStatus status = OrchestrationStatus.ORCHESTRATION_STATUS_TERMINATED;
    var ended = Events.completed(status, "out", NOW).getExecutionCompleted();
    assertThat(ended.getOrchestrationStatus()).isEqualTo(status);
    assertThat(ended.getResult().getValue()).isEqualTo("out");
    assertThat(Events.completed(status, null, NOW).getExecutionCompleted().hasResult()).isFalse();
    var failed = Events.failed(FAILURE, NOW).getExecutionCompleted();
    assertThat(failed.getOrchestrationStatus())
        .isEqualTo(OrchestrationStatus.ORCHESTRATION_STATUS_FAILED);
    assertThat(failed.getFailureDetails()).isEqualTo(FAILURE);
  }

  @Test
  void nameTheApplicationThatAnActionIsMeantFor() {
    HistoryEvent action =
        HistoryEvent.newBuilder()
            .setRouter(TaskRouter.newBuilder().setTargetAppID("elsewhere"))
            .build();
    TaskFailureDetails foreign = Events.foreign(action);
    assertThat(foreign.getErrorType()).isEqualTo("NoSuchApplication");
    assertThat(foreign.getErrorMessage()).contains("'elsewhere'");
    assertThat(foreign.getIsNonRetriable()).isTrue();
  }

  @Test
  void holdTimesFromOutsideWithinWhatCanBeCountedInMillis() {
    Timestamp never = Timestamp.newBuilder().setSeconds(Long.MAX_VALUE).build();
    assertThat(Events.instant(never)).isEqualTo(Instant.parse("9999-12-31T23:59:59Z"));
    Timestamp before = Timestamp.newBuilder().setSeconds(Long.MIN_VALUE).build();
    assertThat(Events.instant(before)).isEqualTo(Instant.EPOCH);
  }
}
