package travel.saga.engine.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static travel.saga.engine.Actions.activity;
import static travel.saga.engine.Actions.complete;
import static travel.saga.engine.Actions.end;
import static travel.saga.engine.Actions.timer;

import io.dapr.durabletask.implementation.protobuf.OrchestratorService.HistoryEvent.EventTypeCase;
import io.dapr.durabletask.implementation.protobuf.OrchestratorService.OrchestrationStatus;
import io.dapr.durabletask.implementation.protobuf.OrchestratorService.OrchestratorAction;
import io.dapr.durabletask.implementation.protobuf.OrchestratorService.WorkItem;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import travel.saga.engine.history.Events;

/** Timers fire once, not before their time, and only for the run that set them. */
class TimersTest extends DrivenTest {
  private static final OrchestratorAction AGAIN =
      end(1, OrchestrationStatus.ORCHESTRATION_STATUS_CONTINUED_AS_NEW, "again");

  @Test
  void firesInItsTime() throws Exception {
    Instant fireAt = clock.instant().plusSeconds(10);
    get(worker.answer(begin("one"), timer(4, fireAt)));
    pass(9_999);
    assertNoWork();
    pass(1);
    var fired = next().getOrchestratorRequest().getNewEvents(1).getTimerFired();
    assertThat(fired.getTimerId()).isEqualTo(4);
    assertThat(Events.instant(fired.getFireAt())).isEqualTo(fireAt);
    assertThat(tables.all().get(0).timers()).isEmpty();
  }

  @Test
  void firesOnceAndInOrder() throws Exception {
    get(worker.answer(begin("one"), inSeconds(0, 10), inSeconds(1, 5)));
    pass(5_000);
    WorkItem first = next();
    assertThat(first.getOrchestratorRequest().getNewEvents(1).getTimerFired().getTimerId())
        .isEqualTo(1);
    get(worker.answer(first));
    pass(5_000);
    WorkItem second = next();
    assertThat(second.getOrchestratorRequest().getNewEvents(1).getTimerFired().getTimerId())
        .isZero();
    get(worker.answer(second));
    pass(60_000);
    assertNoWork();
  }

  @Test
  void isNotSetBeforeItIsStored() throws Exception {
    WorkItem turn = begin("one");
    store.hold();
    worker.answer(turn, inSeconds(0, 0));
    assertNoWork();
    store.held().store();
    store.open();
    assertThat(news(next())).contains(EventTypeCase.TIMERFIRED);
  }

  @Test
  void firesAfterARestart() throws Exception {
    get(worker.answer(begin("one"), inSeconds(0, 10)));
    open();
    pass(9_999);
    assertNoWork();
    pass(1);
    assertThat(news(next()))
        .containsExactly(EventTypeCase.ORCHESTRATORSTARTED, EventTypeCase.TIMERFIRED);
  }

  @Test
  void firesNotBeforeItsTimeAfterARestartThoughTheStoreRoundsIt() throws Exception {
    Instant fireAt = clock.instant().plusSeconds(10).plusNanos(999_000);
    get(worker.answer(begin("one"), timer(0, fireAt)));
    open();
    pass(10_000);
    assertNoWork();
    pass(1);
    assertThat(news(next())).contains(EventTypeCase.TIMERFIRED);
  }

  @Test
  void firesForARunThatIsNotInMemory() throws Exception {
    open(withCache(0));
    get(worker.answer(begin("one"), inSeconds(0, 10)));
    assertThat(stats().instances().inMemory()).isZero();
    pass(10_000);
    assertThat(news(next())).contains(EventTypeCase.TIMERFIRED);
  }

  @Test
  void isTriedAgainWhenTheRunCannotBeRead() throws Exception {
    open(withCache(0));
    get(worker.answer(begin("one"), inSeconds(0, 10)));
    store.failingLoads.set(1);
    pass(10_999);
    assertNoWork();
    pass(1);
    assertThat(news(next())).contains(EventTypeCase.TIMERFIRED);
  }

  @Test
  void goesWithTheRunThatEnds() throws Exception {
    get(worker.answer(begin("one"), inSeconds(0, 10), complete(1, "done")));
    assertThat(tables.all().get(0).timers()).isEmpty();
    pass(10_000);
    assertThat(tables.all().get(0).inbox()).isEmpty();
    get(worker.answer(begin("two"), inSeconds(0, 10)));
    get(engine.raise("two", "e", null));
    get(worker.answer(next(), complete(1, "done")));
    assertThat(tables.all().get(1).timers()).isEmpty();
    pass(10_000);
    assertNoWork();
  }

  @Test
  void goesWithTheGenerationThatEnds() throws Exception {
    get(worker.answer(begin("one"), inSeconds(0, 10)));
    get(engine.raise("one", "e", null));
    get(worker.answer(next(), AGAIN));
    get(worker.answer(next(), inSeconds(0, 20)));
    pass(19_999);
    assertNoWork();
    pass(1);
    assertThat(news(next())).contains(EventTypeCase.TIMERFIRED);
  }

  @Test
  void firesForNobodyWhenItsRunWasReplaced() throws Exception {
    get(worker.answer(begin("one"), inSeconds(0, 10)));
    get(engine.terminate("one", null, false));
    get(engine.purge("one", false, false));
    get(worker.answer(begin("one"), activity(0, "a")));
    next();
    pass(10_000);
    assertNoWork();
  }

  @Test
  void keepsNoAlarmsOfRunsThatHaveEnded() throws Exception {
    for (int i = 0; i < 300; i++) {
      get(worker.answer(begin("run-" + i), inSeconds(0, 900), timer(1, clock.instant())));
      get(worker.answer(next())); // the second has fired
      get(engine.terminate("run-" + i, null, false));
    }
    assertThat(driven.loop().alarms()).isLessThan(300);
  }

  @Test
  void firesOnceThoughItsRunIsReadAnewMeanwhile() throws Exception {
    get(worker.answer(begin("one"), inSeconds(0, 10)));
    store.hold();
    var failing = engine.raise("one", "e", null);
    settle();
    store.open();
    store.held().fail();
    assertThat(failure(failing)).hasMessage("The disk is full.");
    pass(10_000);
    while (!worker.hasNone()) {
      var turn = next();
      if (news(turn).contains(EventTypeCase.TIMERFIRED)) {
        get(worker.answer(turn));
      }
    }
    pass(60_000);
    assertThat(get(engine.history("one")).stream().filter(event -> event.hasTimerFired()))
        .hasSize(1);
  }

  @Test
  void firesOnceMoreWhenItCouldNotBeStored() throws Exception {
    get(worker.answer(begin("one"), inSeconds(0, 10)));
    store.hold();
    pass(10_000);
    assertThat(news(next())).contains(EventTypeCase.TIMERFIRED);
    store.open();
    store.held().fail();
    pass(999);
    assertNoWork();
    pass(1);
    WorkItem again = next();
    assertThat(news(again)).contains(EventTypeCase.TIMERFIRED);
    get(worker.answer(again, complete(1, "done")));
  }

  @Test
  void firesBesideWhatWaitsForAWorker() throws Exception {
    get(worker.answer(begin("one"), inSeconds(3, 10), inSeconds(4, 11)));
    disconnect(worker);
    get(engine.raise("one", "e", null));
    pass(11_000);
    worker = connect();
    assertThat(news(next()))
        .containsExactly(
            EventTypeCase.ORCHESTRATORSTARTED,
            EventTypeCase.EVENTRAISED,
            EventTypeCase.TIMERFIRED,
            EventTypeCase.TIMERFIRED);
  }

  @Test
  void keepsOneAlarmHoweverOftenItsRunIsRead() throws Exception {
    open(withCache(0));
    get(worker.answer(begin("one"), inSeconds(0, 900)));
    for (int i = 0; i < 600; i++) {
      get(engine.raise("one", "e", null));
      get(worker.answer(next()));
    }
    assertThat(driven.loop().alarms()).isLessThan(600);
  }

  @Test
  void firesAFewAtATimeAsTheStoreAndWorkersKeepUp() throws Exception {
    for (int i = 0; i < 600; i++) {
      get(worker.answer(begin("run-" + i), inSeconds(0, 10)));
    }
    disconnect(worker);
    store.hold();
    pass(10_000);
    for (int i = 0; i < 256; i++) {
      store.held().store();
    }
    assertThat(store.holdsNone()).isTrue();
    settle();
    assertThat(store.holdsNone()).as("nobody takes those that have fired").isTrue();
    assertThat(stats().turns().waiting()).isEqualTo(256);
    store.open();
    worker = connect();
    for (int i = 0; i < 600; i++) {
      get(worker.answer(next(), complete(1, "done")));
    }
    assertThat(stats().instances().ended()).isEqualTo(600);
  }

  @Test
  void readsAFewRunsAtATime() throws Exception {
    open(withCache(0));
    for (int i = 0; i < 600; i++) {
      get(worker.answer(begin("run-" + i), inSeconds(0, 10)));
    }
    clock.advance(Duration.ofSeconds(10));
    store.failingLoads.set(600);
    driven.burst();
    assertThat(store.failingLoads).hasValue(600 - 256);
    pass(1_000); // each is tried again
    for (int i = 0; i < 600; i++) {
      get(worker.answer(next(), complete(1, "done")));
    }
  }

  private OrchestratorAction inSeconds(int id, long seconds) {
    return timer(id, clock.instant().plusSeconds(seconds));
  }
}
