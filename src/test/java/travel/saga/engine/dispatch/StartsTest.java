package travel.saga.engine.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static travel.saga.engine.Actions.activity;
import static travel.saga.engine.Actions.complete;

import com.google.protobuf.StringValue;
import io.dapr.durabletask.implementation.protobuf.OrchestratorService.CreateInstanceRequest;
import io.dapr.durabletask.implementation.protobuf.OrchestratorService.HistoryEvent;
import io.dapr.durabletask.implementation.protobuf.OrchestratorService.TraceContext;
import io.dapr.durabletask.implementation.protobuf.OrchestratorService.WorkItem;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import travel.saga.engine.history.Events;
import travel.saga.engine.history.Instance;
import travel.saga.engine.store.HistoryStore.Listed;

/** How runs begin, and what their callers are told when. */
class StartsTest extends DrivenTest {
  @Override
  DispatchSettings settings() {
    return super.settings().withWatchdog(Duration.ofDays(1));
  }

  @Test
  void answersOnceTheFirstTurnIsStored() throws Exception {
    var starting = engine.start(request("one"));
    WorkItem turn = next();
    assertWaits(starting);
    store.hold();
    worker.answer(turn, activity(0, "a"));
    assertWaits(starting);
    store.held().store();
    assertThat(get(starting)).isEqualTo("one");
  }

  @Test
  void showsARunBeforeItsFirstTurn() {
    Instant now = clock.instant();
    var unused = engine.start(request("one").toBuilder().setInput(StringValue.of("in")).build());
    settle();
    Instance one = instance("one");
    assertThat(one.identity().name()).isEqualTo("it");
    assertThat(one.identity().generation()).isEqualTo(1);
    assertThat(one.progress().isPending()).isTrue();
    assertThat(one.progress().created()).isBetween(now, now.plusMillis(1));
    assertThat(one.progress().startAt()).isNull();
    assertThat(one.payloads().input()).isEqualTo("in");
    assertThat(stats().instances()).isEqualTo(new DispatchStats.Instances(1, 0, 1));
  }

  @Test
  void showsNothingOfARunThatIsNotStored() {
    store.hold();
    var starting = engine.start(request("one"));
    assertThat(get(engine.find("one"))).isEmpty();
    store.held().fail();
    assertThat(failure(starting)).hasMessage("The disk is full.");
    assertThat(get(engine.find("one"))).isEmpty();
  }

  @Test
  void tellsTheRunWhatItsCallerGave() throws Exception {
    TraceContext trace = TraceContext.newBuilder().setTraceParent("00-1-2-01").build();
    var unused =
        engine.start(
            request("one").toBuilder()
                .setInput(StringValue.of("in"))
                .setParentTraceContext(trace)
                .build());
    WorkItem turn = next();
    HistoryEvent event = turn.getOrchestratorRequest().getNewEvents(1);
    assertThat(event.getRouter().getSourceAppID()).isEqualTo("reservations");
    var started = event.getExecutionStarted();
    assertThat(started.getName()).isEqualTo("it");
    assertThat(started.getInput().getValue()).isEqualTo("in");
    assertThat(started.getParentTraceContext()).isEqualTo(trace);
    assertThat(started.getOrchestrationInstance().getInstanceId()).isEqualTo("one");
    assertThat(started.getOrchestrationInstance().getExecutionId())
        .isEqualTo(turn.getOrchestratorRequest().getExecutionId());
  }

  @Test
  void tellsTheRunNothingThatItsCallerDidNotGive() throws Exception {
    var started = begin("one").getOrchestratorRequest().getNewEvents(1).getExecutionStarted();
    assertThat(started.hasInput()).isFalse();
    assertThat(started.hasParentTraceContext()).isFalse();
    assertThat(started.hasScheduledStartTimestamp()).isFalse();
    assertThat(instance("one").payloads().input()).isNull();
  }

  @Test
  void beginsARunThatIsForLaterWhenItsTimeHasComeAndAnswersAtOnce() throws Exception {
    assertThat(get(engine.start(in(10_000)))).isEqualTo("one");
    assertThat(instance("one").progress().startAt()).isEqualTo(clock.instant().plusSeconds(10));
    pass(9_999);
    assertNoWork();
    pass(1);
    get(worker.answer(next(), activity(0, "a")));
    assertThat(tables.all().get(0).timers()).isEmpty();
  }

  @Test
  void beginsARunThatIsForLaterAfterARestart() throws Exception {
    get(engine.start(in(10_000)));
    open();
    pass(9_999);
    assertNoWork();
    pass(1);
    assertThat(id(next())).isEqualTo("one");
  }

  @Test
  void keepsAnEventForARunThatIsForLater() throws Exception {
    get(engine.start(in(10_000)));
    get(engine.raise("one", "e", null));
    assertNoWork();
    pass(10_000);
    assertThat(TestWorker.raised(next())).containsExactly("e");
  }

  @Test
  void beginsAtOnceWhatWasForEarlier() throws Exception {
    var starting = engine.start(in(-1));
    WorkItem turn = next();
    assertThat(tables.all().get(0).timers()).isEmpty();
    assertWaits(starting);
    get(worker.answer(turn, complete(0, "done")));
    assertThat(get(starting)).isEqualTo("one");
  }

  @Test
  void beginsAtOnceWhatIsForNow() throws Exception {
    var unused = engine.start(in(0));
    assertThat(id(next())).isEqualTo("one");
    assertThat(tables.all().get(0).timers()).isEmpty();
  }

  @Test
  void answersAfterAWhileWhenNoWorkerIsConnected() throws Exception {
    disconnect(worker);
    var starting = engine.start(request("one"));
    pass(59_999);
    assertWaits(starting);
    pass(1);
    assertThat(get(starting)).isEqualTo("one");
    assertThat(instance("one").progress().isPending()).isTrue();
    worker = connect();
    assertThat(id(next())).isEqualTo("one");
  }

  @Test
  void waitsForAWorkerThatIsConnectedForAsLongAsItIs() throws Exception {
    var starting = engine.start(request("one"));
    pass(600_000);
    assertWaits(starting);
    disconnect(worker);
    pass(999);
    assertWaits(starting);
    pass(1);
    assertThat(get(starting)).isEqualTo("one");
  }

  @Test
  void keepsNoAlarmsForRunsThatHaveBegun() throws Exception {
    for (int i = 0; i < 300; i++) {
      get(worker.answer(begin("run-" + i), complete(0, "done")));
    }
    assertThat(driven.loop().alarms()).isLessThan(300);
  }

  @Test
  void refusesAnIdThatIsInUse() throws Exception {
    WorkItem turn = begin("one");
    assertThat(refusal(engine.start(request("one"))))
        .isEqualTo(EngineException.Reason.ALREADY_ACTIVE);
    get(worker.answer(turn, activity(0, "a")));
    assertThat(refusal(engine.start(request("one"))))
        .isEqualTo(EngineException.Reason.ALREADY_ACTIVE);
  }

  @Test
  void refusesMoreThanTheStoreCanTake() {
    store.saturated = true;
    assertThat(refusal(engine.start(request("one")))).isEqualTo(EngineException.Reason.BUSY);
  }

  @Test
  void replacesARunThatHasEnded() throws Exception {
    get(worker.answer(begin("one"), activity(0, "a")));
    WorkItem old = next();
    get(engine.terminate("one", "enough", false));
    WorkItem again = begin("one");
    assertThat(again.getOrchestratorRequest().getPastEventsList()).isEmpty();
    Instance one = instance("one");
    assertThat(one.identity().generation()).isEqualTo(2);
    assertThat(one.progress().isPending()).isTrue();
    assertThat(one.payloads().output()).isNull();
    get(worker.answer(again, activity(0, "a")));
    get(worker.finish(old));
    assertThat(tables.all().get(0).tasks()).containsExactly(0);
  }

  @Test
  void answersAStartWhoseRunWasReplacedMeanwhile() throws Exception {
    var starting = engine.start(in(60_000));
    get(starting);
    get(engine.terminate("one", null, false));
    store.hold();
    var again = engine.start(request("one"));
    settle();
    store.held().store();
    store.open();
    WorkItem turn = next();
    assertWaits(again);
    get(worker.answer(turn, complete(0, "done")));
    assertThat(get(again)).isEqualTo("one");
  }

  @Test
  void givesNoTurnTheTimeOfOneThatWasPurged() throws Exception {
    WorkItem first = begin("one");
    get(worker.answer(first, complete(0, "done")));
    get(engine.purge("one", false, false));
    clock.advance(Duration.ofHours(-1));
    WorkItem second = begin("one");
    assertThat(millis(second)).isEqualTo(millis(first) + 1);
    get(worker.answer(second, complete(0, "done")));
    get(engine.purge("one", false, false));
    open();
    assertThat(millis(begin("one"))).isEqualTo(millis(second) + 1);
  }

  @Test
  void givesNoTurnTheTimeOfOneOfTheRunBefore() throws Exception {
    WorkItem first = begin("one");
    get(worker.answer(first, complete(0, "done")));
    clock.advance(Duration.ofHours(-1));
    assertThat(millis(begin("one"))).isEqualTo(millis(first) + 1);
  }

  @Test
  void listsTheIdsInTheOrderOfTheirCreation() throws Exception {
    for (String id : List.of("b", "a", "c")) {
      get(worker.answer(begin(id)));
    }
    var first = get(engine.list(0, 2));
    assertThat(first).extracting(Listed::instanceId).containsExactly("b", "a");
    assertThat(get(engine.list(first.get(1).row(), 2)))
        .extracting(Listed::instanceId)
        .containsExactly("c");
  }

  @Test
  void takesNoOutcomeForTheRunThatItReplaces() throws Exception {
    get(worker.answer(begin("one"), activity(0, "a"), complete(1, "done")));
    WorkItem old = next();
    get(worker.answer(begin("one")));
    get(worker.finish(old));
    assertNoWork();
    assertThat(stats().activities().completed()).isZero();
  }

  private CreateInstanceRequest in(long millis) {
    return request("one").toBuilder()
        .setScheduledStartTimestamp(Events.timestamp(clock.instant().plusMillis(millis)))
        .build();
  }

  private static long millis(WorkItem turn) {
    return Events.instant(turn.getOrchestratorRequest().getNewEvents(0).getTimestamp())
        .toEpochMilli();
  }
}
