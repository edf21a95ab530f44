package travel.saga.engine.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static travel.saga.engine.Actions.activity;
import static travel.saga.engine.Actions.complete;
import static travel.saga.engine.Actions.timer;

import com.google.protobuf.StringValue;
import io.dapr.durabletask.implementation.protobuf.OrchestratorService.HistoryEvent.EventTypeCase;
import io.dapr.durabletask.implementation.protobuf.OrchestratorService.OrchestratorAction;
import io.dapr.durabletask.implementation.protobuf.OrchestratorService.OrchestratorResponse;
import io.dapr.durabletask.implementation.protobuf.OrchestratorService.SendEventAction;
import io.dapr.durabletask.implementation.protobuf.OrchestratorService.WorkItem;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import travel.saga.engine.history.Events;

/** Who is given which turn when, and whose answer counts. */
class TurnsTest extends DrivenTest {
  @Test
  void showsWhatIsRecordedAndWhatIsNew() throws Exception {
    get(worker.answer(begin("one"), activity(0, "a")));
    get(worker.finish(next()));
    WorkItem turn = next();
    assertThat(turn.getOrchestratorRequest().getPastEventsList())
        .isEqualTo(get(engine.history("one")));
    assertThat(news(turn))
        .containsExactly(EventTypeCase.ORCHESTRATORSTARTED, EventTypeCase.TASKCOMPLETED);
    assertThat(turn.getOrchestratorRequest().getExecutionId().getValue())
        .isEqualTo(instance("one").identity().executionId());
  }

  @Test
  void handsTurnsOutInTheOrderTheyBecameReady() throws Exception {
    disconnect(worker);
    for (String id : List.of("one", "two", "three")) {
      var unused = engine.start(request(id));
    }
    worker = connect();
    assertThat(List.of(id(next()), id(next()), id(next()))).containsExactly("one", "two", "three");
  }

  @Test
  void handsOutOneTurnOfARunAtATime() throws Exception {
    WorkItem turn = begin("one");
    get(engine.raise("one", "e", null));
    assertNoWork();
    get(worker.answer(turn));
    assertThat(TestWorker.raised(next())).containsExactly("e");
    assertNoWork();
  }

  @Test
  void handsOutNoMoreThanItMay() throws Exception {
    open(new DispatchSettings(2, 1, Duration.ofMinutes(1), Duration.ofMinutes(1), 1_000_000));
    WorkItem one = begin("one");
    begin("two");
    var unused = engine.start(request("three"));
    assertNoWork();
    assertThat(stats().turns()).isEqualTo(new DispatchStats.Work(2, 0, 0, 1, 2));
    get(worker.answer(one));
    assertThat(id(next())).isEqualTo("three");
    assertThat(stats().turns()).isEqualTo(new DispatchStats.Work(3, 1, 0, 0, 2));
  }

  @Test
  void takesAnAnswerWithoutATokenForTheTurnThatIsOut() throws Exception {
    begin("one");
    get(engine.complete(response("one", "").addActions(complete(0, "done")).build()));
    assertThat(instance("one").payloads().output()).isEqualTo("done");
    get(engine.complete(response("one", "").build())); // there is none
    get(engine.complete(response("unknown", "").build()));
    assertThat(stats().turns().completed()).isEqualTo(1);
  }

  @Test
  void takesNoAnswerWithATokenOfAnotherRun() throws Exception {
    WorkItem turn = begin("one");
    begin("two");
    get(
        engine.complete(
            response("two", turn.getCompletionToken()).addActions(complete(0, "wrong")).build()));
    get(engine.complete(response("one", "none").addActions(complete(0, "wrong")).build()));
    assertThat(instance("one").progress().isTerminal()).isFalse();
    assertThat(instance("two").progress().isTerminal()).isFalse();
    get(worker.answer(turn, complete(0, "right")));
    assertThat(instance("one").payloads().output()).isEqualTo("right");
  }

  @Test
  void takesNoSecondAnswer() throws Exception {
    WorkItem turn = begin("one");
    get(worker.answer(turn, timer(0, clock.instant().plusSeconds(9))));
    get(worker.answer(turn, complete(1, "late")));
    assertThat(instance("one").progress().isTerminal()).isFalse();
  }

  @Test
  void putsWhatAWorkerHeldBeforeWhatHasNotBeenTried() throws Exception {
    open(new DispatchSettings(1, 1, Duration.ofMinutes(1), Duration.ofMinutes(1), 1_000_000));
    WorkItem old = begin("one");
    var unused = engine.start(request("two"));
    settle();
    disconnect(worker);
    worker = connect();
    WorkItem again = next();
    assertThat(id(again)).isEqualTo("one");
    assertThat(stats().turns()).isEqualTo(new DispatchStats.Work(2, 0, 0, 1, 1));
    get(worker.answer(old, complete(0, "of the one that went")));
    assertThat(instance("one").progress().isPending()).isTrue();
    get(worker.answer(again, complete(0, "done")));
    assertThat(instance("one").payloads().output()).isEqualTo("done");
    assertThat(id(next())).isEqualTo("two");
  }

  @Test
  void leavesWhatOtherWorkersHoldWithThem() throws Exception {
    WorkItem turn = begin("one");
    TestWorker other = connect();
    disconnect(other);
    assertNoWork();
    get(worker.answer(turn, complete(0, "done")));
    assertThat(instance("one").payloads().output()).isEqualTo("done");
  }

  @Test
  void givesEachTurnALaterTimeAlsoWhenTheClockIsSetBack() throws Exception {
    WorkItem first = begin("one");
    assertThat(millis(first)).isEqualTo(clock.millis());
    get(worker.answer(first));
    clock.advance(Duration.ofHours(-1));
    get(engine.raise("one", "e", null));
    WorkItem second = next();
    assertThat(millis(second)).isEqualTo(millis(first) + 1);
    disconnect(worker); // and the turn comes to nothing
    worker = connect();
    assertThat(millis(next())).isEqualTo(millis(first) + 2);
  }

  @Test
  void handsAnUnansweredTurnOutAgainAndAgainAndFailsTheRunInTheEnd() throws Exception {
    begin("one");
    for (long pause : List.of(1_000, 2_000, 4_000, 8_000)) {
      pass(60_000 - 1);
      assertNoWork();
      assertThat(stats().turns().inFlight()).isEqualTo(1);
      pass(1);
      assertThat(stats().turns().inFlight()).isZero();
      pass(pause - 1);
      assertNoWork();
      pass(1);
      next();
    }
    assertThat(stats().turns()).isEqualTo(new DispatchStats.Work(5, 0, 4, 0, 1));
    pass(60_000);
    assertThat(instance("one").progress().isTerminal()).isTrue();
    var failure = instance("one").payloads().failure();
    assertThat(failure == null ? "" : failure.getErrorType()).isEqualTo("WorkflowTaskTimeout");
    assertThat(failure == null ? "" : failure.getErrorMessage()).contains(" 5 times");
    assertThat(stats().turns()).isEqualTo(new DispatchStats.Work(5, 0, 5, 0, 0));
    assertThat(stats().instances().ended()).isEqualTo(1);
  }

  @Test
  void pausesNoLongerThanItWaits() throws Exception {
    open(settings().withWatchdog(Duration.ofMillis(50)));
    begin("one");
    pass(50 + 49);
    assertNoWork();
    pass(1);
    assertThat(id(next())).isEqualTo("one");
  }

  @Test
  void forgetsUnansweredTurnsOnceOneIsAnswered() throws Exception {
    begin("one");
    for (int i = 0; i < 4; i++) {
      pass(70_000);
    }
    WorkItem turn = next();
    while (!worker.hasNone()) {
      turn = next();
    }
    get(worker.answer(turn));
    get(engine.raise("one", "e", null));
    next();
    pass(62_000); // one more, and the pause of the first
    get(worker.answer(next(), complete(0, "done")));
    assertThat(instance("one").payloads().output()).isEqualTo("done");
  }

  @Test
  void takesBackOnlyWhatIsOutForTooLong() throws Exception {
    begin("one");
    pass(30_000);
    WorkItem two = begin("two");
    pass(30_000);
    assertThat(stats().turns().inFlight()).isEqualTo(1);
    get(worker.answer(two));
    pass(1_000);
    assertThat(id(next())).isEqualTo("one");
    pass(60_000); // the alarm goes on with the next one
    pass(2_000);
    assertThat(id(next())).isEqualTo("one");
  }

  @Test
  void failsARunThatAsksForWhatIsNotOffered() throws Exception {
    OrchestratorAction sends =
        OrchestratorAction.newBuilder()
            .setId(0)
            .setSendEvent(SendEventAction.newBuilder().setName("e"))
            .build();
    get(worker.answer(begin("one"), sends));
    var failure = instance("one").payloads().failure();
    assertThat(failure == null ? "" : failure.getErrorType())
        .isEqualTo("UnsupportedWorkflowAction");
    assertThat(get(engine.history("one")))
        .extracting(event -> event.getEventTypeCase())
        .containsExactly(
            EventTypeCase.ORCHESTRATORSTARTED,
            EventTypeCase.EXECUTIONSTARTED,
            EventTypeCase.EXECUTIONCOMPLETED);
  }

  @Test
  void showsNoTimerThatFiresBeforeItsTime() throws Exception {
    var fireAt = clock.instant().plusSeconds(5).plusNanos(1_000);
    get(worker.answer(begin("one"), timer(0, fireAt)));
    pass(5_000);
    assertNoWork();
    pass(1);
    WorkItem turn = next();
    assertThat(Events.instant(turn.getOrchestratorRequest().getNewEvents(0).getTimestamp()))
        .isAfterOrEqualTo(fireAt);
    clock.advance(Duration.ofHours(-1));
    disconnect(worker);
    open(); // the fired timer is still to be seen, and the clock is behind it
    assertThat(Events.instant(next().getOrchestratorRequest().getNewEvents(0).getTimestamp()))
        .isAfterOrEqualTo(fireAt);
  }

  @Test
  void replacesTheCustomStatusWithEachTurn() throws Exception {
    WorkItem turn = begin("one");
    get(
        engine.complete(
            response("one", turn.getCompletionToken())
                .setCustomStatus(StringValue.of("half"))
                .build()));
    assertThat(instance("one").payloads().customStatus()).isEqualTo("half");
    get(engine.terminate("one", null, false));
    assertThat(instance("one").payloads().customStatus()).isEqualTo("half");
  }

  @Test
  void dropsWhatCameDuringTheTurnThatIsTheLast() throws Exception {
    open(withCache(0));
    WorkItem turn = begin("one");
    get(engine.raise("one", "late", null));
    get(worker.answer(turn, complete(0, "done")));
    assertNoWork();
    assertThat(tables.all().get(0).inbox()).isEmpty();
    assertThat(stats().instances().inMemory()).isZero();
  }

  private static OrchestratorResponse.Builder response(String id, String token) {
    return OrchestratorResponse.newBuilder().setInstanceId(id).setCompletionToken(token);
  }

  private static long millis(WorkItem turn) {
    return Events.instant(turn.getOrchestratorRequest().getNewEvents(0).getTimestamp())
        .toEpochMilli();
  }
}
