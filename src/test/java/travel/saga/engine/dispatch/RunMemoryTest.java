package travel.saga.engine.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import travel.saga.engine.history.Events;
import travel.saga.engine.history.Extent;
import travel.saga.engine.history.Identity;
import travel.saga.engine.history.RunHistory;
import travel.saga.engine.store.StoredRun.Received;

/** Which runs are forgotten, in a memory for two that have no events. */
class RunMemoryTest {
  private static final long EMPTY = 400; // what a run without events is taken to need

  private final RunMemory memory = new RunMemory(2 * EMPTY);

  @Test
  void forgetsTheLongestUnusedWhenThereIsNoRoom() {
    LiveRun one = settled("one");
    LiveRun two = settled("two");
    assertThat(memory.size()).isEqualTo(2);
    memory.settle(one); // it was used again
    LiveRun three = settled("three");
    assertThat(memory.get("two")).isNull();
    assertThat(memory.get("one")).isSameAs(one);
    assertThat(memory.get("three")).isSameAs(three);
    memory.settle(two); // nothing comes back
    assertThat(memory.size()).isEqualTo(1);
  }

  @Test
  void countsWhatARunHoldsAndHowMuchOfIt() {
    settled(run("one", new Extent(1, 200, 0)));
    assertThat(memory.size()).isEqualTo(1);
    settled(run("two", new Extent(0, 1, 0)));
    assertThat(memory.get("one")).isNull();
    assertThat(memory.get("two")).isNotNull();
    settled(run("three", new Extent(3, 0, 0)));
    assertThat(memory.size()).isZero();
  }

  @Test
  void keepsWhatIsPinnedUntilItIsUnpinnedAsOften() {
    LiveRun one = settled("one");
    memory.pin(one);
    memory.pin(one);
    memory.unpin(one);
    fill();
    assertThat(memory.get("one")).isSameAs(one);
    memory.unpin(one);
    fill();
    assertThat(memory.get("one")).isNull();
  }

  @Test
  void doesNotCountWhatIsInUse() {
    memory.pin(settled("one"));
    settled("two");
    settled("three");
    assertThat(memory.size()).isEqualTo(3);
  }

  @Test
  void keepsWhatHasSomethingLeftToDo() {
    LiveRun one = run("one", Extent.none(0));
    one.receive(new Received(1, Events.raised("e", null, Instant.EPOCH)));
    settled(one);
    LiveRun two = run("two", Extent.none(0));
    two.phase = LiveRun.Phase.RUNNING;
    settled(two);
    LiveRun three = run("three", Extent.none(0));
    three.uncommitted = 1;
    settled(three);
    LiveRun four = run("four", Extent.none(0));
    four.tasks.put(0, new LiveRun.OpenTask(four, Events.raised("scheduled", null, Instant.EPOCH)));
    settled(four);
    fill();
    assertThat(memory.size()).isEqualTo(4 + 2);
  }

  @Test
  void leavesTheRunThatHasTakenAnothersPlace() {
    LiveRun former = settled("one");
    LiveRun present = run("one", Extent.none(0));
    memory.add(present);
    memory.remove(former);
    assertThat(memory.get("one")).isSameAs(present);
    memory.remove(present);
    assertThat(memory.get("one")).isNull();
  }

  @Test
  void doesNotCountOneThatWasThrownAwayOrTakenOut() {
    LiveRun gone = run("gone", Extent.none(0));
    memory.pin(gone);
    memory.unpin(gone); // which is not in memory
    settled("one");
    memory.remove(settled("removed"));
    settled("two");
    assertThat(memory.size()).isEqualTo(2);
  }

  private void fill() {
    settled("fills");
    settled("it");
  }

  private LiveRun settled(String id) {
    return settled(run(id, Extent.none(0)));
  }

  private LiveRun settled(LiveRun run) {
    memory.add(run);
    memory.settle(run);
    return run;
  }

  private static LiveRun run(String id, Extent extent) {
    Identity identity = new Identity(1, id, 1, "execution", "it");
    return new LiveRun(new RunHistory(Instances.running(identity, extent)));
  }
}
