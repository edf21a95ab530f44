package travel.saga.engine.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static travel.saga.engine.Actions.activity;
import static travel.saga.engine.Actions.child;
import static travel.saga.engine.Actions.complete;

import org.junit.jupiter.api.Test;
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

  /** A run with two children, of which one has a child; all have ended. */
  private void family() throws Exception {
    get(worker.answer(begin("one"), child(0, "kid"), child(1, "other"), complete(2, "done")));
    get(worker.answer(next(), child(0, "grandchild"), complete(1, "done")));
    get(worker.answer(next(), complete(0, "done")));
    get(worker.answer(next(), complete(0, "done")));
  }
}
