package travel.saga.engine.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static travel.saga.engine.Actions.complete;
import static travel.saga.engine.Actions.timer;
import static travel.saga.engine.dispatch.TestEngine.get;
import static travel.saga.engine.dispatch.TestEngine.request;

import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** What becomes of those who wait, and what is left of what they waited for. */
class WaitingTest extends DispatchTest {
  @Test
  void forgetsCallersThatGiveUp() throws Exception {
    var starting = engine.start(request("one"));
    get(worker.answer(worker.next(), timer(0, Instant.now().plusSeconds(900))));
    get(starting);
    List<CompletableFuture<?>> callers =
        List.of(
            engine.awaitStart("missing"),
            engine.awaitCompletion("one"),
            engine.suspend("one", null),
            engine.start(request("two")));
    get(engine.raise("two", "e", null)); // stored behind the others, who wait from then on
    assertThat(running.onLoop(engine::awaitedIds)).isEqualTo(3);
    callers.forEach(caller -> caller.cancel(false));
    assertThat(running.onLoop(() -> true)).isTrue(); // behind it, the cancellations are seen
    assertThat(running.onLoop(engine::awaitedIds)).isZero();
  }

  @Test
  void keepsNoAlarmsForRunsThatHaveEnded() throws Exception {
    for (int i = 0; i < 400; i++) {
      var starting = engine.start(request("run-" + i));
      get(worker.answer(worker.next(), timer(0, Instant.now().plusSeconds(900))));
      get(starting);
      get(engine.terminate("run-" + i, null, false));
    }
    assertThat(running.onLoop(running.loop::alarms)).isLessThan(400);
  }

  @Test
  void turnsAwayWhoWaitsAndWhoComesWhenItIsStopped() throws Exception {
    var starting = engine.start(request("one"));
    var turn = worker.next();
    store.hold();
    var beingStored = engine.start(request("two"));
    GatedStore.Held start = store.next();
    get(engine.stop());
    assertUnavailable(starting);
    start.store();
    assertUnavailable(beingStored);
    store.open();
    assertUnavailable(engine.start(request("three")));
    assertUnavailable(engine.awaitCompletion("one"));
    assertUnavailable(engine.raise("one", "e", null));
    get(worker.answer(turn, complete(0, "stored all the same")));
  }

  private static void assertUnavailable(CompletableFuture<?> call) {
    assertThatThrownBy(() -> get(call))
        .hasCauseInstanceOf(EngineException.class)
        .hasMessageContaining("shutting down");
  }
}
