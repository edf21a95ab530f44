package travel.saga.engine.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static travel.saga.engine.Actions.child;
import static travel.saga.engine.Actions.complete;
import static travel.saga.engine.Actions.end;

import io.dapr.durabletask.implementation.protobuf.OrchestratorService.OrchestrationStatus;
import io.dapr.durabletask.implementation.protobuf.OrchestratorService.OrchestratorAction;
import io.dapr.durabletask.implementation.protobuf.OrchestratorService.WorkItem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Children that their parent, having begun anew, has no longer in its history. */
class EarlierChildrenTest extends DrivenTest {
  private static final OrchestratorAction AGAIN =
      end(1, OrchestrationStatus.ORCHESTRATION_STATUS_CONTINUED_AS_NEW, "again");

  private WorkItem kid = WorkItem.getDefaultInstance(); // its first turn

  @Test
  void areTerminatedWithTheirParentAsLongAsTheyRun() throws Exception {
    restarted();
    get(worker.answer(kid));
    get(engine.terminate("one", "enough", true));
    settle();
    assertThat(instance("kid").payloads().output()).isEqualTo("enough");
  }

  /** It would be looked for whenever the parent is terminated. */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void areForgottenOnceTheyHaveEnded(boolean terminated) throws Exception {
    open(withCache(0));
    restarted();
    get(terminated ? engine.terminate("kid", null, false) : worker.answer(kid, complete(0, "")));
    store.failingLoads.set(1);
    get(engine.terminate("one", null, true));
    assertThat(store.failingLoads).hasValue(1);
  }

  @Test
  void areNotOfTheRunThatTakesTheirParentsPlace() throws Exception {
    restarted();
    get(engine.terminate("one", null, false));
    get(worker.answer(begin("one")));
    get(engine.terminate("one", null, true));
    settle();
    assertThat(instance("kid").progress().isTerminal()).isFalse();
  }

  @Test
  void areKeptInMemoryWhileTheirParentIsWaitedForToTerminateThem() throws Exception {
    open(withCache(0));
    GatedStore.Held restart = restarting();
    store.open();
    get(worker.answer(kid));
    assertThat(stats().instances().inMemory()).isEqualTo(1);
    var ending = engine.terminate("kid", "enough", false);
    assertWaits(ending);
    assertThat(stats().instances().inMemory()).isEqualTo(2);
    restart.store();
    get(ending);
    assertThat(instance("kid").payloads().output()).isEqualTo("enough");
    assertThat(stats().instances().inMemory()).isEqualTo(1);
  }

  @Test
  void mayEndWhileTheirParentIsWaitedForToTerminateThem() throws Exception {
    GatedStore.Held restart = restarting();
    var answer = worker.answer(kid, complete(0, "done"));
    assertWaits(answer);
    var ending = engine.terminate("kid", "enough", false);
    assertWaits(ending);
    store.open();
    restart.store();
    get(ending);
    get(answer);
    assertThat(stats().instances().ended()).isEqualTo(1);
  }

  /** The parent's new turn is out. */
  private void restarted() throws Exception {
    GatedStore.Held restart = restarting();
    store.open();
    restart.store();
    settle();
  }

  /** The parent's new beginning is on its way to the store; the turn that comes of it is out. */
  private GatedStore.Held restarting() throws Exception {
    get(worker.answer(begin("one"), child(0, "kid")));
    kid = next();
    get(engine.raise("one", "e", null));
    WorkItem parent = next();
    store.hold();
    worker.answer(parent, AGAIN);
    assertThat(id(next())).isEqualTo("one");
    return held();
  }
}
