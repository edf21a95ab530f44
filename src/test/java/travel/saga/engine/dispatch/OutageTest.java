package travel.saga.engine.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static travel.saga.engine.Actions.timer;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** When a run is read again of which something could not be stored. */
class OutageTest extends DrivenTest {
  private static final Duration MILLI = Duration.ofMillis(1);

  @Test
  void isAfterAPauseThatGrowsUntilSomethingIsStored() throws Exception {
    get(worker.answer(begin("one"), timer(0, clock.instant().plusSeconds(900))));
    assertReadAgainAfter(Duration.ofSeconds(1));
    pass(Duration.ofSeconds(4));
    assertReadAgainAfter(Duration.ofSeconds(5));
    get(engine.raise("one", "stored", null));
    assertReadAgainAfter(Duration.ofSeconds(1));
  }

  @Test
  void isTriedUntilItCanBe() throws Exception {
    get(worker.answer(begin("one")));
    get(engine.raise("one", "waits", null));
    next();
    failToStore();
    store.failingLoads.set(2);
    pass(3_999); // two pauses of a second, and one of two
    assertNoWork();
    pass(1);
    assertThat(TestWorker.raised(next())).containsExactly("waits");
  }

  private void assertReadAgainAfter(Duration pause) {
    failToStore();
    assertThat(stats().instances().inMemory()).isZero();
    pass(pause.minus(MILLI));
    assertThat(stats().instances().inMemory()).isZero();
    pass(MILLI);
    assertThat(stats().instances().inMemory()).isEqualTo(1);
  }

  private void failToStore() {
    store.hold();
    var failing = engine.raise("one", "lost", null);
    GatedStore.Held event = held();
    store.open();
    event.fail();
    assertThat(failure(failing)).hasMessage("The disk is full.");
  }
}
