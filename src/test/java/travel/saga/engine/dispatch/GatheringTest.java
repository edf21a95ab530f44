package travel.saga.engine.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import travel.saga.SettableClock;
import travel.saga.engine.history.Extent;
import travel.saga.engine.history.Identity;
import travel.saga.engine.history.Instance;
import travel.saga.engine.store.Change;
import travel.saga.engine.store.memory.MemoryHistoryStore;
import travel.saga.engine.store.memory.MemoryTables;

/** Two runs that are to be in memory for one step, in a memory with no room for what is unused. */
class GatheringTest {
  private final SettableClock clock = new SettableClock();
  private final DrivenLoop driven = new DrivenLoop(clock);
  private final GatedStore store =
      new GatedStore(new MemoryHistoryStore(new MemoryTables()), driven.loop());
  private final Runs runs = new Runs(driven.loop(), store, 0);
  private final Gathering gathering = new Gathering(runs);

  @BeforeEach
  void storeBoth() {
    for (Identity identity :
        List.of(new Identity(1, "one", 1, "e", "it"), new Identity(2, "two", 1, "e", "it"))) {
      Instance run = Instances.running(identity, Extent.none(0));
      store.commit(List.of(new Change.Create(run))).join();
    }
  }

  @Test
  void keepsThemUntilTheStepIsDone() {
    var inMemory = gather();
    settle();
    assertThat(inMemory.join()).isEqualTo(2);
    assertThat(runs.size()).isZero();
  }

  /** Read, thrown away, and to be read again, while the other is still being read. */
  @Test
  void waitsForOneThatIsLostMeanwhile() {
    var one = runs.with("one").thenApply(Optional::orElseThrow);
    var kept = one.thenAccept(runs::pin);
    settle();
    assertThat(kept).isCompleted();
    store.hold();
    var commit = runs.commit(one.join(), List.of());
    store.held().fail();
    var inMemory = gather();
    settle();
    assertThat(commit).isCompletedExceptionally();
    assertThat(inMemory).isNotDone();
    clock.advance(Duration.ofSeconds(1));
    settle();
    assertThat(inMemory.join()).isEqualTo(2);
  }

  private CompletableFuture<Integer> gather() {
    return gathering.with(
        Set.of("one", "two"), () -> CompletableFuture.completedFuture(runs.size()));
  }

  private void settle() {
    while (driven.hasWork()) {
      driven.burst();
    }
  }
}
