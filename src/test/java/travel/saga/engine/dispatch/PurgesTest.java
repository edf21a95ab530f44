package travel.saga.engine.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static travel.saga.engine.Actions.activity;
import static travel.saga.engine.Actions.child;
import static travel.saga.engine.Actions.complete;
import static travel.saga.engine.Actions.end;

import io.dapr.durabletask.implementation.protobuf.OrchestratorService.OrchestrationStatus;
import io.dapr.durabletask.implementation.protobuf.OrchestratorService.WorkItem;
import java.util.List;
import org.junit.jupiter.api.Test;
import travel.saga.engine.store.Change;
import travel.saga.engine.store.memory.MemoryTables;

class PurgesTest extends DrivenTest {
  @Test
  void removesAnEndedRunAndNoOther() throws Exception {
    get(worker.answer(begin("one"), complete(0, "done")));
    get(worker.answer(begin("two")));
    assertThat(get(engine.purge("one", false, false))).isEqualTo(1);
    assertThat(get(engine.find("one"))).isEmpty();
    assertThat(failure(engine.history("one"))).hasMessageContaining("no such instance");
    assertThat(refusal(engine.purge("two", false, false)))
        .isEqualTo(EngineException.Reason.NOT_COMPLETED);
    assertThat(tables.all()).extracting(MemoryTables.Row::id).containsExactly("two");
    assertThat(stats().instances().inMemory()).isEqualTo(1);
  }

  @Test
  void keepsARunWhosePurgeCannotBeStored() throws Exception {
    get(worker.answer(begin("one"), complete(0, "done")));
    store.hold();
    var purging = engine.purge("one", false, false);
    settle();
    store.open();
    store.held().fail();
    assertThat(failure(purging)).hasMessage("The disk is full.");
    assertThat(instance("one").payloads().output()).isEqualTo("done");
    assertThat(get(engine.purge("one", false, false))).isEqualTo(1);
  }

  @Test
  void removesAllBelowARunThatIsToGoWithThem() throws Exception {
    family();
    assertThat(get(engine.purge("one", true, false))).isEqualTo(4);
    assertThat(tables.all()).isEmpty();
  }

  @Test
  void leavesTheChildrenOfARunThatGoesAlone() throws Exception {
    family();
    assertThat(get(engine.purge("one", false, false))).isEqualTo(1);
    assertThat(tables.all())
        .extracting(MemoryTables.Row::id)
        .containsExactlyInAnyOrder("kid", "other", "grandchild");
  }

  @Test
  void leavesARunWhoseChildHasNotEnded() throws Exception {
    get(worker.answer(begin("one"), child(0, "first"), child(1, "second"), complete(2, "done")));
    get(worker.answer(next(), complete(0, "done")));
    get(worker.answer(next(), activity(0, "a")));
    assertThat(refusal(engine.purge("one", true, false)))
        .isEqualTo(EngineException.Reason.NOT_COMPLETED);
    assertThat(instance("one").payloads().output()).isEqualTo("done");
  }

  @Test
  void leavesARunThatHasTheIdOfAChildButIsNone() throws Exception {
    get(worker.answer(begin("one"), child(0, "kid"), complete(1, "done")));
    get(worker.answer(next(), complete(0, "done")));
    var unused = engine.start(request("kid"));
    get(worker.answer(next(), complete(0, "of its own")));
    assertThat(get(engine.purge("one", true, false))).isEqualTo(1);
    assertThat(instance("kid").payloads().output()).isEqualTo("of its own");
  }

  @Test
  void terminatesWhatIsToGoByForce() throws Exception {
    get(worker.answer(begin("one"), child(0, "kid")));
    get(worker.answer(next()));
    assertThat(get(engine.purge("one", true, true))).isEqualTo(2);
    assertThat(tables.all()).isEmpty();
    get(worker.answer(begin("two"), child(0, "other")));
    get(worker.answer(next()));
    assertThat(get(engine.purge("two", false, true))).isEqualTo(1);
    assertThat(instance("other").progress().isTerminal()).isFalse();
  }

  @Test
  void removesByForceWhatEndsByItselfMeanwhile() throws Exception {
    WorkItem kid = childOfARestartingParent();
    GatedStore.Held restart = held();
    worker.answer(kid, complete(0, "done")); // waits for the parent, as does what comes next
    settle();
    var purging = engine.purge("kid", false, true);
    assertWaits(purging);
    store.open();
    restart.store();
    assertThat(get(purging)).isEqualTo(1);
    assertThat(stats().instances().ended()).isEqualTo(1);
  }

  @Test
  void leavesARunThatHasBegunAnewWhileItsLastChildWasPurged() throws Exception {
    get(worker.answer(begin("one"), child(0, "kid"), complete(1, "done")));
    get(worker.answer(next(), complete(0, "done")));
    store.hold();
    var purging = engine.purge("one", true, false);
    GatedStore.Held gone = held();
    store.open();
    get(worker.answer(begin("one"), complete(0, "again")));
    gone.store();
    assertThat(refusal(purging)).isEqualTo(EngineException.Reason.NOT_COMPLETED);
    assertThat(instance("one").payloads().output()).isEqualTo("again");
  }

  @Test
  void leavesTheOtherChildrenOfARunThatHasBegunAnewMeanwhile() throws Exception {
    get(worker.answer(begin("one"), child(0, "kid"), child(1, "other"), complete(2, "done")));
    get(worker.answer(next(), complete(0, "done")));
    get(worker.answer(next(), complete(0, "done")));
    store.hold();
    var purging = engine.purge("one", true, false);
    GatedStore.Held gone = held();
    store.open();
    begin("one");
    gone.store();
    assertThat(refusal(purging)).isEqualTo(EngineException.Reason.NOT_COMPLETED);
    assertThat(get(engine.find("other"))).isPresent();
  }

  @Test
  void goesOnWhenSomebodyElseHasPurgedAChildMeanwhile() throws Exception {
    family();
    store.hold();
    var purging = engine.purge("one", true, false);
    GatedStore.Held grandchild = held();
    store.open();
    assertThat(get(engine.purge("kid", false, false))).isEqualTo(1);
    grandchild.store();
    assertThat(get(purging)).isEqualTo(2); // and not the one that is gone, with what was below it
    assertThat(tables.all()).isEmpty();
  }

  @Test
  void keepsARunWhoseChildCannotBePurged() throws Exception {
    family();
    store.hold();
    var purging = engine.purge("one", true, false);
    GatedStore.Held grandchild = held();
    store.open();
    grandchild.fail();
    assertThat(failure(purging)).hasMessage("The disk is full.");
    assertThat(get(engine.purge("one", true, false))).isEqualTo(4);
  }

  @Test
  void removesTheChildrenOfEarlierGenerations() throws Exception {
    WorkItem kid = childOfARestartingParent();
    held().store();
    store.open();
    get(worker.answer(kid, complete(0, "done")));
    get(worker.answer(next(), complete(0, "done")));
    assertThat(get(engine.purge("one", true, false))).isEqualTo(2);
  }

  @Test
  void storesWhoseChildrenThereAre() throws Exception {
    family();
    long one = instance("one").identity().row();
    assertThat(get(store.children(one))).containsExactlyInAnyOrder("kid", "other");
    get(worker.answer(begin("kid"))); // of nobody
    assertThat(get(store.children(one))).containsExactly("other");
  }

  @Test
  void findsTheChildrenInTheHistoryOfARunWhoseStoreDoesNotSay() throws Exception {
    family();
    for (MemoryTables.Row row : tables.all()) {
      get(store.commit(List.of(new Change.Adopt(row.instance().identity().row(), null))));
    }
    assertThat(get(engine.purge("one", true, false))).isEqualTo(4);
  }

  /** A turn of a child, while its parent's new beginning is on its way to the store. */
  private WorkItem childOfARestartingParent() throws Exception {
    get(worker.answer(begin("one"), child(0, "kid")));
    WorkItem kid = next();
    get(engine.raise("one", "e", null));
    WorkItem parent = next();
    store.hold();
    worker.answer(
        parent, end(1, OrchestrationStatus.ORCHESTRATION_STATUS_CONTINUED_AS_NEW, "again"));
    return kid;
  }

  /** A run with two children, of which one has a child; all have ended. */
  private void family() throws Exception {
    get(worker.answer(begin("one"), child(0, "kid"), child(1, "other"), complete(2, "done")));
    get(worker.answer(next(), child(0, "grandchild"), complete(1, "done")));
    get(worker.answer(next(), complete(0, "done")));
    get(worker.answer(next(), complete(0, "done")));
  }
}
