package travel.saga.engine.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static travel.saga.engine.Actions.activity;
import static travel.saga.engine.Actions.complete;

import com.google.protobuf.StringValue;
import io.dapr.durabletask.implementation.protobuf.OrchestratorService.ActivityRequest;
import io.dapr.durabletask.implementation.protobuf.OrchestratorService.ActivityResponse;
import io.dapr.durabletask.implementation.protobuf.OrchestratorService.HistoryEvent.EventTypeCase;
import io.dapr.durabletask.implementation.protobuf.OrchestratorService.OrchestratorAction;
import io.dapr.durabletask.implementation.protobuf.OrchestratorService.TaskRouter;
import io.dapr.durabletask.implementation.protobuf.OrchestratorService.TraceContext;
import io.dapr.durabletask.implementation.protobuf.OrchestratorService.WorkItem;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Who is given which activity when, and whose outcome counts. */
class ActivitiesTest extends DrivenTest {
  @Test
  void tellsTheWorkerAllThatItIsToKnow() throws Exception {
    TraceContext trace = TraceContext.newBuilder().setTraceParent("00-1-2-01").build();
    var unused = engine.start(request("one").toBuilder().setParentTraceContext(trace).build());
    OrchestratorAction.Builder action = activity(3, "a").toBuilder();
    action.getScheduleTaskBuilder().setInput(StringValue.of("in"));
    get(worker.answer(next(), action.build()));
    ActivityRequest request = next().getActivityRequest();
    assertThat(request.getName()).isEqualTo("a");
    assertThat(request.getTaskId()).isEqualTo(3);
    assertThat(request.getTaskExecutionId()).isEqualTo("execution-3");
    assertThat(request.getOrchestrationInstance().getInstanceId()).isEqualTo("one");
    assertThat(request.getInput().getValue()).isEqualTo("in");
    assertThat(request.getParentTraceContext()).isEqualTo(trace);
  }

  @Test
  void tellsTheWorkerNothingThatWasNotSaid() throws Exception {
    get(worker.answer(begin("one"), activity(0, "a")));
    ActivityRequest request = next().getActivityRequest();
    assertThat(request.hasInput()).isFalse();
    assertThat(request.hasParentTraceContext()).isFalse();
  }

  @Test
  void handsOutNoMoreThanItMay() throws Exception {
    open(settings().withMaxActivities(1));
    get(worker.answer(begin("one"), activity(0, "a"), activity(1, "b")));
    WorkItem first = next();
    assertThat(first.getActivityRequest().getName()).isEqualTo("a");
    assertNoWork();
    assertThat(stats().activities()).isEqualTo(new DispatchStats.Work(1, 0, 0, 1, 1));
    get(worker.finish(first));
    assertThat(next().getActivityRequest().getName()).isEqualTo("b");
    assertThat(stats().activities()).isEqualTo(new DispatchStats.Work(2, 1, 0, 0, 1));
  }

  @Test
  void handsOutNothingThatIsNotStored() throws Exception {
    WorkItem turn = begin("one");
    store.hold();
    worker.answer(turn, activity(0, "a"));
    assertNoWork();
    store.held().store();
    assertThat(next().getActivityRequest().getName()).isEqualTo("a");
  }

  @Test
  void putsTheOutcomeIntoTheNextTurnOnceItIsStored() throws Exception {
    get(worker.answer(begin("one"), activity(0, "a")));
    WorkItem activity = next();
    store.hold();
    var answer = worker.finish(activity);
    assertWaits(answer);
    store.held().store();
    get(answer);
    assertThat(news(next())).contains(EventTypeCase.TASKCOMPLETED);
    assertThat(tables.all().get(0).tasks()).isEmpty();
  }

  @Test
  void putsWhatAWorkerHeldBeforeWhatHasNotBeenTried() throws Exception {
    open(settings().withMaxActivities(1));
    get(worker.answer(begin("one"), activity(0, "a"), activity(1, "b")));
    WorkItem old = next();
    disconnect(worker);
    worker = connect();
    WorkItem again = next();
    assertThat(again.getActivityRequest().getName()).isEqualTo("a");
    get(worker.finish(old));
    assertThat(tables.all().get(0).tasks()).containsExactly(0, 1);
    get(worker.finish(again));
    assertThat(tables.all().get(0).tasks()).containsExactly(1);
  }

  @Test
  void leavesWhatOtherWorkersHoldWithThem() throws Exception {
    get(worker.answer(begin("one"), activity(0, "a")));
    WorkItem activity = next();
    disconnect(connect());
    assertNoWork();
    get(worker.finish(activity));
    assertThat(stats().activities().completed()).isEqualTo(1);
  }

  @Test
  void runsAnActivityAfterARestart() throws Exception {
    get(worker.answer(begin("one"), activity(0, "a")));
    next();
    open();
    assertThat(next().getActivityRequest().getTaskExecutionId()).isEqualTo("execution-0");
  }

  @Test
  void takesAnOutcomeWithoutATokenForTheActivityThatIsOut() throws Exception {
    get(worker.answer(begin("one"), activity(0, "a"), activity(1, "b")));
    get(engine.complete(outcome("one", 5).build()));
    get(engine.complete(outcome("unknown", 0).build()));
    assertThat(stats().activities().completed()).isZero();
    get(engine.complete(outcome("one", 1).build()));
    assertThat(tables.all().get(0).tasks()).containsExactly(0);
  }

  @Test
  void takesNoOutcomeWithoutATokenOfWhatIsNotOut() throws Exception {
    open(settings().withMaxActivities(1));
    get(worker.answer(begin("one"), activity(0, "a"), activity(1, "b")));
    get(engine.complete(outcome("one", 1).build()));
    assertThat(tables.all().get(0).tasks()).containsExactly(0, 1);
  }

  @Test
  void takesNoOutcomeWithATokenOfAnotherActivity() throws Exception {
    get(worker.answer(begin("one"), activity(0, "a"), activity(1, "b")));
    String token = next().getCompletionToken();
    get(engine.complete(outcome("one", 1).setCompletionToken(token).build()));
    get(engine.complete(outcome("two", 0).setCompletionToken(token).build()));
    get(engine.complete(outcome("one", 0).setCompletionToken("none").build()));
    assertThat(tables.all().get(0).tasks()).containsExactly(0, 1);
    get(engine.complete(outcome("one", 0).setCompletionToken(token).build()));
    assertThat(tables.all().get(0).tasks()).containsExactly(1);
  }

  @Test
  void takesNoOutcomeOfARunThatWasTerminated() throws Exception {
    get(worker.answer(begin("one"), activity(0, "a")));
    WorkItem activity = next();
    get(engine.terminate("one", null, false));
    get(worker.finish(activity));
    assertThat(tables.all().get(0).inbox()).isEmpty();
    assertThat(stats().activities()).isEqualTo(new DispatchStats.Work(1, 0, 0, 0, 0));
  }

  @Test
  void handsOutNoActivityOfARunThatWasTerminated() throws Exception {
    open(settings().withMaxActivities(1));
    get(worker.answer(begin("one"), activity(0, "a"), activity(1, "b")));
    WorkItem first = next();
    get(engine.terminate("one", null, false));
    get(worker.finish(first));
    assertNoWork();
    assertThat(stats().activities().handedOut()).isEqualTo(1);
  }

  @Test
  void runsWhatNobodyWaitsForAnyMoreAndForgetsItsOutcome() throws Exception {
    get(worker.answer(begin("one"), activity(0, "a"), complete(1, "done")));
    get(worker.finish(next()));
    assertThat(tables.all().get(0).tasks()).isEmpty();
    assertThat(tables.all().get(0).inbox()).isEmpty();
    assertThat(instance("one").payloads().output()).isEqualTo("done");
    assertNoWork();
  }

  @Test
  void failsWhatIsMeantForAnotherApplication() throws Exception {
    get(worker.answer(begin("one"), foreign("elsewhere")));
    WorkItem turn = next();
    var failed = turn.getOrchestratorRequest().getNewEvents(1).getTaskFailed();
    assertThat(failed.getTaskScheduledId()).isZero();
    assertThat(failed.getTaskExecutionId()).isEqualTo("execution-0");
    assertThat(failed.getFailureDetails().getErrorMessage()).contains("'elsewhere'");
    assertThat(tables.all().get(0).tasks()).isEmpty();
    get(worker.answer(turn));
    assertNoWork();
  }

  @Test
  void forgetsWhatIsMeantForAnotherApplicationWhenNobodyWaitsForIt() throws Exception {
    get(worker.answer(begin("one"), foreign("elsewhere"), complete(1, "done")));
    settle();
    assertThat(tables.all().get(0).tasks()).isEmpty();
    assertThat(tables.all().get(0).inbox()).isEmpty();
    assertNoWork();
  }

  @Test
  void runsWhatIsMeantForItsOwnApplication() throws Exception {
    get(worker.answer(begin("one"), foreign("reservations")));
    assertThat(next().hasActivityRequest()).isTrue();
  }

  @Test
  void takesTurnsBetweenTurnsAndActivities() throws Exception {
    open(new DispatchSettings(9, 9, Duration.ofMinutes(1), Duration.ofMinutes(1), 1_000_000));
    get(worker.answer(begin("one"), activity(0, "a"), activity(1, "b")));
    next();
    next();
    disconnect(worker);
    for (String id : new String[] {"two", "three"}) {
      var unused = engine.start(request(id));
    }
    settle();
    worker = connect();
    boolean first = next().hasActivityRequest();
    assertThat(next().hasActivityRequest()).isEqualTo(!first);
    assertThat(next().hasActivityRequest()).isEqualTo(first);
    assertThat(next().hasActivityRequest()).isEqualTo(!first);
  }

  @Test
  void keepsARunThatHasEndedUntilItsLastActivityIsClosed() throws Exception {
    open(withCache(0));
    get(worker.answer(begin("one"), activity(0, "a")));
    WorkItem activity = next();
    get(engine.raise("one", "e", null));
    WorkItem turn = next();
    store.hold();
    worker.answer(turn, complete(1, "done"));
    GatedStore.Held end = held();
    var outcome = worker.finish(activity);
    assertWaits(outcome);
    end.store();
    GatedStore.Held close = held();
    assertThat(stats().instances().inMemory()).isEqualTo(1);
    close.store();
    get(outcome);
    assertThat(stats().instances().inMemory()).isZero();
    assertThat(tables.all().get(0).tasks()).isEmpty();
  }

  private static OrchestratorAction foreign(String application) {
    return activity(0, "a").toBuilder()
        .setRouter(TaskRouter.newBuilder().setTargetAppID(application))
        .build();
  }

  private static ActivityResponse.Builder outcome(String id, int task) {
    return ActivityResponse.newBuilder().setInstanceId(id).setTaskId(task);
  }
}
