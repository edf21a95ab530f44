package travel.saga.engine.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static travel.saga.engine.Actions.activity;
import static travel.saga.engine.Actions.complete;

import io.dapr.durabletask.implementation.protobuf.OrchestratorService.WorkItem;
import org.junit.jupiter.api.Test;

/** Which of the connected workers is given work. */
class WorkersTest extends DrivenTest {
  @Test
  void givesEachItsTurn() throws Exception {
    TestWorker other = connect();
    settle();
    for (int i = 0; i < 4; i++) {
      var unused = engine.start(request("run-" + i));
    }
    assertThat(stats().workers()).isEqualTo(2);
    next(worker);
    next(worker);
    assertThat(worker.hasNone()).isTrue();
    next(other);
    next(other);
    assertThat(other.hasNone()).isTrue();
  }

  @Test
  void givesNothingToOneThatCannotTakeIt() throws Exception {
    TestWorker other = connect();
    settle();
    worker.ended = true;
    for (int i = 0; i < 4; i++) {
      var unused = engine.start(request("run-" + i));
    }
    settle();
    assertThat(worker.hasNone()).isTrue();
    for (int i = 0; i < 4; i++) {
      next(other);
    }
  }

  @Test
  void givesWorkOnceOneCanTakeItAgain() throws Exception {
    settle();
    worker.ended = true;
    var unused = engine.start(request("one"));
    assertNoWork();
    worker.ended = false;
    engine.ready(worker);
    assertThat(driven.hasWork()).isTrue();
    assertThat(id(next())).isEqualTo("one");
  }

  @Test
  void handsOutNothingWithoutWorkers() {
    disconnect(worker);
    var unused = engine.start(request("one"));
    settle();
    assertThat(stats().turns()).isEqualTo(new DispatchStats.Work(0, 0, 0, 1, 0));
    assertThat(stats().workers()).isZero();
  }

  @Test
  void givesUpOneThatCannotBeSentTo() throws Exception {
    worker.broken = true;
    var unused = engine.start(request("one"));
    settle();
    assertThat(worker.ended).isTrue();
    assertThat(stats().workers()).isZero();
    worker = connect();
    get(worker.answer(next(), activity(0, "a")));
    worker.broken = true;
    get(engine.raise("one", "e", null));
    assertThat(stats().workers()).isZero();
    worker = connect();
    next();
    next();
    assertNoWork();
  }

  @Test
  void takesNoNoticeOfOneThatGoesTwice() throws Exception {
    disconnect(worker);
    settle();
    engine.disconnected(worker);
    worker = connect();
    get(worker.answer(begin("one"), complete(0, "done")));
    assertThat(stats().workers()).isEqualTo(1);
  }

  @Test
  void endsTheStreamsWhenItStopsAndThoseThatComeLater() {
    TestWorker other = connect();
    get(engine.stop());
    assertThat(worker.ended).isTrue();
    assertThat(other.ended).isTrue();
    TestWorker late = connect();
    settle();
    assertThat(late.ended).isTrue();
    assertThat(stats().workers()).isZero();
  }

  @Test
  void storesAnswersThatComeAfterItStopped() throws Exception {
    WorkItem turn = begin("one");
    var waiting = engine.awaitCompletion("one");
    settle();
    get(engine.stop());
    assertThat(refusal(waiting)).isEqualTo(EngineException.Reason.UNAVAILABLE);
    assertThat(refusal(engine.find("one"))).isEqualTo(EngineException.Reason.UNAVAILABLE);
    get(worker.answer(turn, activity(0, "a")));
    assertThat(tables.all().get(0).tasks()).containsExactly(0);
  }
}
