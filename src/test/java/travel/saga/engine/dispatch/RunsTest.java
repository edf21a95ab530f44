package travel.saga.engine.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import io.dapr.durabletask.implementation.protobuf.OrchestratorService.OrchestrationStatus;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import travel.saga.SettableClock;
import travel.saga.engine.history.Extent;
import travel.saga.engine.history.Identity;
import travel.saga.engine.history.Instance;
import travel.saga.engine.history.Payloads;
import travel.saga.engine.history.Progress;
import travel.saga.engine.store.Change;
import travel.saga.engine.store.HistoryStore.Expiring;
import travel.saga.engine.store.memory.MemoryHistoryStore;
import travel.saga.engine.store.memory.MemoryTables;

/** Runs in a memory that has room for none that nobody uses. */
class RunsTest {
  private static final Expiring ONE = new Expiring("one", 1, 1, 7, Instant.EPOCH);

  private final MemoryHistoryStore store = new MemoryHistoryStore(new MemoryTables());
  private final DrivenLoop driven = new DrivenLoop(new SettableClock());
  private final Runs runs = new Runs(driven.loop(), store, 0);

  @BeforeEach
  void storeOne() {
    Progress progress =
        new Progress(
            OrchestrationStatus.ORCHESTRATION_STATUS_COMPLETED,
            Instant.EPOCH,
            Instant.EPOCH,
            Instant.EPOCH,
            null);
    Instance one =
        new Instance(
            new Identity(1, "one", 1, "e", "it"), progress, Payloads.of(null), Extent.none(0));
    store.commit(List.of(new Change.Create(one))).join();
  }

  @Test
  void answersAllWhoWaitForARunThatTheFirstOfThemIsDoneWith() {
    CompletableFuture<Optional<LiveRun>> first = runs.with("one");
    CompletableFuture<Optional<LiveRun>> second = runs.with("one");
    var used = first.thenAccept(found -> found.ifPresent(this::use));
    driven.burst();
    assertThat(used).isCompleted();
    assertThat(second.join()).isPresent();
    assertThat(runs.size()).isZero();
  }

  @Test
  void answersWhoWaitsForARunThatAnotherPurgesWhenItIsGone() {
    CompletableFuture<Optional<LiveRun>> first = runs.with("one");
    CompletableFuture<Optional<LiveRun>> second = runs.with("one");
    CompletableFuture<Boolean> wasStored =
        second.thenApply(found -> store.find("one").join().isPresent());
    var purged = first.thenCompose(found -> runs.purge(found.orElseThrow()));
    driven.burst();
    driven.burst();
    assertThat(purged).isCompleted();
    assertThat(second.join()).isEmpty();
    assertThat(wasStored.join()).isFalse();
  }

  @Test
  void purgesWhatIsDueWithoutReadingIt() {
    assertThat(runs.purge(ONE).join()).isTrue();
    assertThat(driven.hasWork()).isFalse(); // as what is read would come through the loop
    assertThat(store.find("one").join()).isEmpty();
    assertThat(runs.isAwaited("one")).isFalse();
    assertThat(runs.numbering().purgedUntilMillis()).isEqualTo(7);
  }

  @Test
  void keepsARunThatHasTakenThePlaceOfOneThatIsDue() {
    Expiring former = new Expiring("one", 1, 2, 7, Instant.EPOCH);
    assertThat(runs.purge(former).join()).isFalse();
    var found = runs.with("one");
    driven.burst();
    assertThat(runs.purge(former).join()).isFalse(); // the same where it is in memory
    assertThat(found.join()).isPresent();
    assertThat(store.find("one").join()).isPresent();
  }

  @Test
  void answersWhoAsksForARunThatIsBeingPurgedWhenItIsGone() throws Exception {
    GatedStore held = new GatedStore(store, driven.loop());
    held.hold();
    Runs slow = new Runs(driven.loop(), held, 0);
    var purged = slow.purge(ONE);
    var asked = slow.with("one");
    driven.burst();
    assertThat(asked).isNotDone();
    held.held().store();
    driven.burst();
    driven.burst();
    assertThat(purged.join()).isTrue();
    assertThat(asked.join()).isEmpty();
  }

  private void use(LiveRun run) {
    runs.pin(run);
    runs.unpin(run);
  }
}
