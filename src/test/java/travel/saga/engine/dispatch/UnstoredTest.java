package travel.saga.engine.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static travel.saga.engine.Actions.activity;
import static travel.saga.engine.Actions.complete;
import static travel.saga.engine.Actions.end;
import static travel.saga.engine.Actions.timer;

import io.dapr.durabletask.implementation.protobuf.OrchestratorService.OrchestrationStatus;
import io.dapr.durabletask.implementation.protobuf.OrchestratorService.OrchestratorAction;
import io.dapr.durabletask.implementation.protobuf.OrchestratorService.TaskRouter;
import io.dapr.durabletask.implementation.protobuf.OrchestratorService.WorkItem;
import java.util.List;
import org.junit.jupiter.api.Test;
import travel.saga.engine.store.StoreException;

/** What holds while a transaction is on its way to the store, and when it does not get there. */
class UnstoredTest extends DrivenTest {
  @Test
  void doesNotDropAnEventForAnEndThatIsNotStored() throws Exception {
    WorkItem turn = begun();
    store.hold();
    var answer = worker.answer(turn, complete(0, "done"));
    GatedStore.Held end = held();
    var raising = engine.raise("one", "e", null);
    get(engine.find("one"));
    assertThat(raising).isNotDone();
    store.open();
    end.fail();
    assertThatThrownBy(() -> get(answer)).hasCauseInstanceOf(StoreException.class);
    pass(1_000); // then it is read again
    get(raising);
    assertThat(TestWorker.raised(next())).containsExactly("e");
  }

  @Test
  void doesNotPurgeARunWhoseEndIsNotStored() throws Exception {
    WorkItem turn = begun();
    store.hold();
    worker.answer(turn, complete(0, "done"));
    GatedStore.Held end = held();
    var purging = engine.purge("one", false, false);
    get(engine.find("one"));
    store.open();
    end.fail();
    pass(1_000); // then it is read again
    assertThatThrownBy(() -> get(purging)).hasMessageContaining("not yet completed");
    worker.answer(next(), complete(0, "done"));
  }

  @Test
  void bringsNothingBackWhileARunIsPurged() throws Exception {
    get(worker.answer(begun(), complete(0, "done")));
    store.hold();
    var purging = engine.purge("one", false, false);
    GatedStore.Held purge = held();
    var raising = engine.raise("one", "e", null);
    get(engine.find("one"));
    store.open();
    purge.store();
    get(purging);
    assertThatThrownBy(() -> get(raising)).hasMessageContaining("no such instance");
    assertThat(get(engine.find("one"))).isEmpty();
  }

  @Test
  void losesNoEventThatIsStoredWhileTheRunIsToBeReadAgain() throws Exception {
    get(worker.answer(begun(), later()));
    store.hold();
    var failing = engine.raise("one", "a", null);
    GatedStore.Held first = held();
    assertThat(TestWorker.raised(next())).containsExactly("a");
    var stored = engine.raise("one", "b", null);
    GatedStore.Held second = held();
    store.open();
    first.fail();
    assertThatThrownBy(() -> get(failing)).hasCauseInstanceOf(StoreException.class);
    var later = engine.raise("one", "c", null); // waits for the run
    get(engine.find("one"));
    second.store();
    get(stored);
    pass(1_000); // then it is read again
    get(later);
    WorkItem turn = next();
    assertThat(TestWorker.raised(turn)).first().isEqualTo("b");
    get(worker.answer(turn, complete(1, "done")));
  }

  @Test
  void doesNotCarryAnEventOnThatWasNotStored() throws Exception {
    WorkItem turn = begun();
    store.hold();
    var raising = engine.raise("one", "e", null);
    GatedStore.Held event = held();
    var answer =
        worker.answer(
            turn, end(0, OrchestrationStatus.ORCHESTRATION_STATUS_CONTINUED_AS_NEW, "again"));
    GatedStore.Held restart = held();
    store.open();
    restart.store();
    event.fail();
    assertThatThrownBy(() -> get(raising)).hasCauseInstanceOf(StoreException.class);
    assertThatThrownBy(() -> get(answer)).hasCauseInstanceOf(StoreException.class);
  }

  @Test
  void losesNoEventToARestartWhoseTurnBeforeWasNotStored() throws Exception {
    get(worker.answer(begun(), later()));
    get(engine.raise("one", "a", null));
    WorkItem first = next();
    store.hold();
    var unstored = worker.answer(first, timer(1, clock.instant().plusSeconds(900)));
    GatedStore.Held turn = held();
    var raising = engine.raise("one", "b", null);
    GatedStore.Held event = held();
    var restarting =
        worker.answer(
            next(), end(2, OrchestrationStatus.ORCHESTRATION_STATUS_CONTINUED_AS_NEW, "again"));
    GatedStore.Held restart = held();
    next(); // the first turn of the generation that will not be
    store.open();
    turn.fail();
    event.fail();
    restart.store(); // takes one event, as there is, but another one
    for (var failing : List.of(unstored, raising, restarting)) {
      assertThatThrownBy(() -> get(failing)).hasCauseInstanceOf(StoreException.class);
    }
    pass(1_000); // then it is read again
    assertThat(TestWorker.raised(next())).containsExactly("a");
  }

  @Test
  void runsAnActivityAgainWhoseOutcomeCameAfterAnEndThatIsNotStored() throws Exception {
    get(worker.answer(begun(), activity(0, "a")));
    WorkItem task = next();
    get(engine.raise("one", "e", null));
    store.hold();
    var ending = worker.answer(next(), complete(1, "done"));
    GatedStore.Held end = held();
    var outcome = worker.finish(task);
    get(engine.find("one"));
    assertThat(outcome).isNotDone();
    store.open();
    end.fail();
    assertThatThrownBy(() -> get(ending)).hasCauseInstanceOf(StoreException.class);
    assertThatThrownBy(() -> get(outcome)).hasCauseInstanceOf(StoreException.class);
    pass(1_000); // then it is read again
    List<WorkItem> again = List.of(next(), next());
    assertThat(again).filteredOn(WorkItem::hasActivityRequest).hasSize(1);
  }

  @Test
  void doesNotStandStillBecauseOfAnEventThatIsNotStored() throws Exception {
    get(worker.answer(begun(), later()));
    store.hold();
    var raising = engine.raise("one", "a", null);
    GatedStore.Held event = held();
    var stalling =
        worker.answer(next(), end(1, OrchestrationStatus.ORCHESTRATION_STATUS_STALLED, ""));
    GatedStore.Held stall = held();
    store.open();
    event.fail();
    stall.store();
    for (var failing : List.of(raising, stalling)) {
      assertThatThrownBy(() -> get(failing)).hasCauseInstanceOf(StoreException.class);
    }
    pass(1_000); // then it is read again
    get(engine.raise("one", "b", null)); // which is refused while it stands still
    assertThat(TestWorker.raised(next())).containsExactly("b");
  }

  @Test
  void firesATimerWhoseRunCouldNotBeReadAtFirst() throws Exception {
    open(withCache(0));
    get(worker.answer(begun(), timer(0, clock.instant().plusMillis(300))));
    store.failingLoads.set(1);
    pass(300);
    assertNoWork();
    pass(1_000);
    WorkItem turn = next();
    assertThat(turn.getOrchestratorRequest().getNewEvents(1).hasTimerFired()).isTrue();
  }

  @Test
  void findsARunThatIsTooLargeToBeKeptInMemory() throws Exception {
    open(withCache(0));
    get(worker.answer(begun(), later()));
    get(engine.raise("one", "e", null));
    assertThat(TestWorker.raised(next())).containsExactly("e");
  }

  @Test
  void takesUpARunWithAnActivityOfAnotherApplication() throws Exception {
    WorkItem turn = begun();
    store.hold();
    worker.answer(turn, foreign());
    held().store();
    GatedStore.Held outcome = held();
    store.open(); // so that what is read again can be stored
    assertThat(taskFailed(next())).isTrue();
    outcome.fail();
    pass(1_000); // then it is read again
    assertThat(taskFailed(next())).isTrue();
  }

  @Test
  void leavesNothingOfAnActivityOfAnotherApplicationToTheNextRun() throws Exception {
    get(worker.answer(begun(), foreign(), complete(1, "done")));
    WorkItem next = begun();
    assertThat(next.getOrchestratorRequest().getNewEventsCount()).isEqualTo(2);
    get(worker.answer(next, complete(0, "done")));
  }

  @Test
  void handsAnItemThatCouldNotBeSentToAnotherWorker() throws Exception {
    worker.broken = true;
    var unused = engine.start(request("one"));
    settle();
    assertThat(worker.ended).isTrue();
    TestWorker other = connect();
    get(other.answer(next(other), complete(0, "done")));
  }

  /** The first turn of a run that has just been started. */
  private WorkItem begun() throws InterruptedException {
    var unused = engine.start(request("one"));
    return next();
  }

  private OrchestratorAction later() {
    return timer(0, clock.instant().plusSeconds(900));
  }

  private static OrchestratorAction foreign() {
    return activity(0, "a").toBuilder()
        .setRouter(TaskRouter.newBuilder().setTargetAppID("elsewhere"))
        .build();
  }

  private static boolean taskFailed(WorkItem turn) {
    return turn.getOrchestratorRequest().getNewEvents(1).hasTaskFailed();
  }
}
