package travel.saga.engine.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static travel.saga.engine.Actions.complete;
import static travel.saga.engine.Actions.timer;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** What becomes of those who wait, and what is left of what they waited for. */
class WaitingTest extends DrivenTest {
  @Test
  void forgetsCallersThatGiveUp() throws Exception {
    var starting = engine.start(request("one"));
    get(worker.answer(next(), timer(0, clock.instant().plusSeconds(900))));
    get(starting);
    List<CompletableFuture<?>> callers =
        List.of(
            engine.awaitStart("missing"),
            engine.awaitCompletion("one"),
            engine.suspend("one", null),
            engine.start(request("two")));
    assertThat(awaitedIds()).isEqualTo(3);
    callers.forEach(caller -> caller.cancel(false));
    assertThat(awaitedIds()).isZero();
  }

  @Test
  void keepsNoAlarmsForRunsThatHaveEnded() throws Exception {
    for (int i = 0; i < 400; i++) {
      var starting = engine.start(request("run-" + i));
      get(worker.answer(next(), timer(0, clock.instant().plusSeconds(900))));
      get(starting);
      get(engine.terminate("run-" + i, null, false));
    }
    assertThat(driven.loop().alarms()).isLessThan(400);
  }

  @Test
  void turnsAwayWhoWaitsAndWhoComesWhenItIsStopped() throws Exception {
    var starting = engine.start(request("one"));
    var turn = next();
    store.hold();
    var beingStored = engine.start(request("two"));
    GatedStore.Held start = held();
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

  private void assertUnavailable(CompletableFuture<?> call) {
    assertThat(failure(call))
        .isInstanceOf(EngineException.class)
        .hasMessageContaining("shutting down");
  }
}
