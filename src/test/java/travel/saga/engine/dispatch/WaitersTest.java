package travel.saga.engine.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import travel.saga.SettableClock;
import travel.saga.engine.history.Extent;
import travel.saga.engine.history.Identity;
import travel.saga.engine.history.Instance;

/** Who is told what, and that nothing is left of those who no longer wait. */
class WaitersTest {
  private final DrivenLoop driven = new DrivenLoop(new SettableClock());
  private final Waiters waiters = new Waiters(driven.loop());

  @Test
  void tellsThoseWhoseStateItIs() {
    var first = waiters.add("one", instance -> true);
    var second = waiters.add("one", instance -> instance.identity().generation() == 2);
    var other = waiters.add("two", instance -> true);
    waiters.stored(instance("one", 1));
    assertThat(first.join().identity().generation()).isEqualTo(1);
    assertThat(second).isNotDone();
    assertThat(other).isNotDone();
    assertThat(waiters.ids()).isEqualTo(2);
    waiters.stored(instance("one", 2));
    assertThat(second.join().identity().generation()).isEqualTo(2);
    assertThat(waiters.ids()).isEqualTo(1);
  }

  @Test
  void servesOneAlone() {
    var first = waiters.add("one", instance -> true);
    var second = waiters.add("one", instance -> true);
    waiters.serve("one", first, instance("one", 1));
    assertThat(first).isCompleted();
    assertThat(second).isNotDone();
    assertThat(waiters.ids()).isEqualTo(1);
    waiters.fail("one", second, new IllegalStateException("unread"));
    assertThat(second).isCompletedExceptionally();
    assertThat(waiters.ids()).isZero();
  }

  @Test
  void forgetsOneThatGivesUpAndNoOther() {
    var first = waiters.add("one", instance -> true);
    var second = waiters.add("one", instance -> true);
    first.cancel(false);
    driven.burst();
    assertThat(waiters.ids()).isEqualTo(1);
    second.cancel(false);
    assertThat(waiters.ids()).isEqualTo(1); // until the loop hears of it
    driven.burst();
    assertThat(waiters.ids()).isZero();
  }

  @Test
  void endsAllWaitingWhenItIsClosed() {
    var before = waiters.add("one", instance -> true);
    waiters.close(EngineException.closing());
    assertThat(waiters.ids()).isZero();
    var after = waiters.add("one", instance -> true);
    waiters.stored(instance("one", 1));
    assertThat(before).isCompletedExceptionally();
    assertThat(after).isCompletedExceptionally();
  }

  private static Instance instance(String id, int generation) {
    return Instances.running(new Identity(1, id, generation, "execution", "it"), Extent.none(0));
  }
}
