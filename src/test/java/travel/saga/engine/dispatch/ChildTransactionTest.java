package travel.saga.engine.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static travel.saga.engine.Actions.child;
import static travel.saga.engine.Actions.complete;
import static travel.saga.engine.Actions.end;

import io.dapr.durabletask.implementation.protobuf.OrchestratorService.ExecutionStartedEvent;
import io.dapr.durabletask.implementation.protobuf.OrchestratorService.HistoryEvent;
import io.dapr.durabletask.implementation.protobuf.OrchestratorService.OrchestrationStatus;
import io.dapr.durabletask.implementation.protobuf.OrchestratorService.OrchestratorAction;
import io.dapr.durabletask.implementation.protobuf.OrchestratorService.WorkItem;
import java.util.List;
import org.junit.jupiter.api.Test;
import travel.saga.engine.store.Change;
import travel.saga.engine.store.StoreException;

/** A parent and its child change together or not at all. */
class ChildTransactionTest extends DrivenTest {
  private static final OrchestratorAction AGAIN =
      end(0, OrchestrationStatus.ORCHESTRATION_STATUS_CONTINUED_AS_NEW, "again");

  private WorkItem turn = WorkItem.getDefaultInstance(); // the first of the parent

  @Test
  void tellsTheChildWhoItsParentIs() throws Exception {
    HistoryEvent parent = begun().getOrchestratorRequest().getNewEvents(1);
    get(worker.answer(turn, child(3, "kid")));
    ExecutionStartedEvent started = started(next());
    assertThat(started.getName()).isEqualTo("child");
    assertThat(started.getParentInstance().getTaskScheduledId()).isEqualTo(3);
    assertThat(started.getParentInstance().getName().getValue()).isEqualTo("it");
    assertThat(started.getParentInstance().getOrchestrationInstance())
        .isEqualTo(parent.getExecutionStarted().getOrchestrationInstance());
  }

  @Test
  void createsTheChildWithTheTurnThatAsksForIt() throws Exception {
    begun();
    store.hold();
    var answer = worker.answer(turn, child(0, "kid"));
    GatedStore.Held creation = held();
    assertThat(kinds(creation))
        .contains(Change.Advance.class, Change.Consume.class, Change.Create.class);
    assertThat(get(engine.find("kid"))).isEmpty();
    store.open();
    creation.store();
    get(answer);
    assertThat(get(engine.find("kid"))).isPresent();
  }

  @Test
  void hasNoChildOfATurnThatWasNotStored() throws Exception {
    begun();
    store.hold();
    var answer = worker.answer(turn, child(0, "kid"));
    GatedStore.Held creation = held();
    WorkItem unborn = next();
    store.open();
    creation.fail();
    assertThatThrownBy(() -> get(answer)).hasCauseInstanceOf(StoreException.class);
    pass(1_000); // then it is read again
    get(worker.answer(unborn, complete(0, "never")));
    assertThat(get(engine.find("kid"))).isEmpty();
    get(worker.answer(next(), child(0, "kid"))); // the parent's turn comes again
    assertThat(next().getOrchestratorRequest().getInstanceId()).isEqualTo("kid");
  }

  @Test
  void reportsTheEndWithTheTurnThatIsTheEnd() throws Exception {
    begun();
    get(worker.answer(turn, child(0, "kid")));
    WorkItem kid = next();
    store.hold();
    var answer = worker.answer(kid, complete(0, "done"));
    GatedStore.Held end = held();
    assertThat(kinds(end)).contains(Change.Advance.class, Change.Receive.class);
    assertThat(report(next())).isTrue(); // shown, but not to be answered
    store.open();
    end.fail();
    assertThatThrownBy(() -> get(answer)).hasCauseInstanceOf(StoreException.class);
    pass(1_000); // then it is read again
    get(worker.answer(next(), complete(0, "done")));
    WorkItem parent = next();
    assertThat(report(parent)).isTrue();
    get(worker.answer(parent, complete(1, "done")));
  }

  @Test
  void waitsForTheParentsRestartBeforeItDropsTheReport() throws Exception {
    begun();
    get(worker.answer(turn, child(0, "kid")));
    WorkItem kid = next();
    get(engine.raise("one", "e", null));
    WorkItem parent = next();
    store.hold();
    worker.answer(parent, AGAIN);
    GatedStore.Held restart = held();
    next(); // the first turn of the generation that will not be
    var answer = worker.answer(kid, complete(0, "done"));
    get(engine.find("one"));
    assertThat(answer).isNotDone();
    store.open();
    restart.fail();
    pass(1_000); // then it is read again
    get(answer);
    WorkItem again = next();
    assertThat(again.getOrchestratorRequest().getNewEventsList())
        .anyMatch(HistoryEvent::hasSubOrchestrationInstanceCompleted);
  }

  @Test
  void dropsTheReportToAParentThatHasBegunAnew() throws Exception {
    begun();
    get(worker.answer(turn, child(0, "kid")));
    WorkItem kid = next();
    get(engine.raise("one", "e", null));
    get(worker.answer(next(), AGAIN));
    get(worker.answer(next())); // the new generation waits
    get(worker.answer(kid, complete(0, "done")));
    get(engine.raise("one", "last", null));
    WorkItem next = next();
    assertThat(next.getOrchestratorRequest().getNewEventsCount()).isEqualTo(2);
  }

  @Test
  void dropsTheReportToAParentThatWasPurged() throws Exception {
    begun();
    get(worker.answer(turn, child(0, "kid")));
    WorkItem kid = next();
    get(engine.terminate("one", null, false));
    get(engine.purge("one", false, false));
    get(worker.answer(kid, complete(0, "done")));
    assertThat(get(engine.awaitCompletion("kid")).payloads().output()).isEqualTo("done");
    assertThat(get(engine.find("one"))).isEmpty();
  }

  @Test
  void readsWhatItDoesNotHaveInMemory() throws Exception {
    open(withCache(0));
    begun();
    get(worker.answer(turn, child(0, "kid")));
    WorkItem kid = next();
    get(worker.answer(kid, complete(0, "done")));
    WorkItem parent = next();
    assertThat(report(parent)).isTrue();
    get(worker.answer(parent, child(1, "kid"))); // replaces the one that has ended
    assertThat(started(next()).getParentInstance().getTaskScheduledId()).isEqualTo(1);
  }

  @Test
  void handsTheTurnOutAgainWhenTheParentCannotBeRead() throws Exception {
    open(withCache(0));
    begun();
    get(worker.answer(turn, child(0, "kid")));
    WorkItem kid = next();
    store.failingLoads.set(1);
    assertThatThrownBy(() -> get(worker.answer(kid, complete(0, "done"))))
        .hasRootCauseInstanceOf(StoreException.class);
    pass(1_000);
    get(worker.answer(next(), complete(0, "done")));
    assertThat(report(next())).isTrue();
  }

  @Test
  void carriesOutWhatAChildWasToldWhenItIsOpenedAgain() throws Exception {
    begun();
    get(worker.answer(turn, child(0, "kid")));
    get(worker.answer(next())); // the child waits
    store.hold();
    var terminating = engine.terminate("one", "enough", true);
    GatedStore.Held end = held();
    assertThat(end.changes().stream().filter(Change.Receive.class::isInstance)).hasSize(1);
    end.store();
    get(terminating);
    held().fail(); // the end of the child
    open();
    assertThat(get(engine.awaitCompletion("kid")).payloads().output()).isEqualTo("enough");
  }

  @Test
  void givesNoTurnToARunThatIsToldToEnd() throws Exception {
    begun();
    get(worker.answer(turn, child(0, "kid")));
    get(worker.answer(next()));
    store.hold();
    var unused = engine.terminate("one", null, true);
    GatedStore.Held end = held();
    var raising = engine.raise("kid", "e", null);
    GatedStore.Held event = held();
    store.open();
    event.store();
    get(raising);
    end.store();
    get(engine.awaitCompletion("kid"));
    assertThat(worker.hasNone()).isTrue();
  }

  @Test
  void terminatesAChildThatHasNotBegun() throws Exception {
    begun();
    get(worker.answer(turn, child(0, "kid")));
    get(engine.terminate("kid", null, false));
    WorkItem parent = next();
    if (parent.getOrchestratorRequest().getInstanceId().equals("kid")) {
      parent = next(); // behind the child's first turn, which is too late
    }
    assertThat(parent.getOrchestratorRequest().getNewEvents(1).hasSubOrchestrationInstanceFailed())
        .isTrue();
  }

  @Test
  void failsTheSecondOfTwoChildrenWithOneId() throws Exception {
    begun();
    get(worker.answer(turn, child(0, "kid"), child(1, "kid")));
    List<WorkItem> items = List.of(next(), next());
    assertThat(items)
        .anyMatch(item -> item.getOrchestratorRequest().getInstanceId().equals("kid"))
        .anySatisfy(
            item ->
                assertThat(
                        item.getOrchestratorRequest()
                            .getNewEvents(1)
                            .getSubOrchestrationInstanceFailed()
                            .getTaskScheduledId())
                    .isEqualTo(1));
  }

  @Test
  void tellsAParentNothingOfTheChildOfAnEarlierRunUnderItsId() throws Exception {
    begun();
    get(worker.answer(turn, child(0, "kid")));
    WorkItem kid = next();
    get(engine.terminate("one", null, false));
    begun();
    get(worker.answer(turn, child(0, "kid"))); // which fails
    WorkItem parent = next();
    assertThat(parent.getOrchestratorRequest().getNewEvents(1).hasSubOrchestrationInstanceFailed())
        .isTrue();
    get(worker.answer(kid, complete(0, "done"))); // for nobody, also while that is being told
    get(engine.raise("one", "e", null));
    get(worker.answer(parent));
    assertThat(next().getOrchestratorRequest().getNewEventsList().subList(1, 2))
        .allMatch(HistoryEvent::hasEventRaised);
  }

  private WorkItem begun() throws InterruptedException {
    var unused = engine.start(request("one"));
    turn = next();
    return turn;
  }

  private static List<Class<?>> kinds(GatedStore.Held commit) {
    return commit.changes().stream().<Class<?>>map(Object::getClass).toList();
  }

  private static ExecutionStartedEvent started(WorkItem turn) {
    return turn.getOrchestratorRequest().getNewEvents(1).getExecutionStarted();
  }

  private static boolean report(WorkItem turn) {
    return turn.getOrchestratorRequest().getInstanceId().equals("one")
        && turn.getOrchestratorRequest().getNewEventsList().stream()
            .anyMatch(HistoryEvent::hasSubOrchestrationInstanceCompleted);
  }
}
