package travel.saga.engine.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static travel.saga.engine.Actions.activity;
import static travel.saga.engine.Actions.complete;

import io.dapr.durabletask.implementation.protobuf.OrchestratorService.WorkItem;
import org.junit.jupiter.api.Test;

/**
 * A worker's answer that comes too late changes nothing, but what made it late may yet be lost:
 * then the work is done again, and the answer must not have been acknowledged.
 */
class LateAnswerTest extends DrivenTest {
  @Test
  void isAcknowledgedWhenTheEndThatOvertookTheTurnIsStored() throws Exception {
    var unused = engine.start(request("one"));
    WorkItem turn = next();
    store.hold();
    var ending = engine.terminate("one", "enough", false);
    GatedStore.Held end = held();
    var answer = worker.answer(turn, complete(0, "done"));
    get(engine.find("one")); // the answer was looked at
    assertThat(answer).isNotDone();
    end.store();
    get(answer);
    get(ending);
  }

  @Test
  void isAcknowledgedWhenTheEndThatOvertookTheActivityIsStored() throws Exception {
    var unused = engine.start(request("one"));
    get(worker.answer(next(), activity(0, "a")));
    WorkItem activity = next();
    store.hold();
    var ending = engine.terminate("one", "enough", false);
    GatedStore.Held end = held();
    var answer = worker.finish(activity);
    get(engine.find("one"));
    assertThat(answer).isNotDone();
    end.store();
    get(answer);
    get(ending);
  }

  @Test
  void isAcknowledgedWhenThePurgeThatOvertookTheActivityIsStored() throws Exception {
    var unused = engine.start(request("one"));
    get(worker.answer(next(), activity(0, "a"), complete(1, "done")));
    WorkItem activity = next();
    store.hold();
    var purging = engine.purge("one", false, false);
    GatedStore.Held purge = held();
    var answer = worker.finish(activity);
    get(engine.find("two"));
    assertThat(answer).isNotDone();
    store.open();
    purge.store();
    get(answer);
    get(purging);
  }
}
