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
  private static final int ROOM_FOR_ONE = 400;
  private static final Expiring ONE = new Expiring("one", 1, 1, 7, Instant.EPOCH);

  private final MemoryHistoryStore store = new MemoryHistoryStore(new MemoryTables());
  private final DrivenLoop driven = new DrivenLoop(new SettableClock());
  private final Runs runs = new Runs(driven.loop(), store, 0);

  @BeforeEach
  void storeOne() {
    store.commit(List.of(new Change.Create(instance(1, "one")))).join();
  }

  private static Instance instance(long row, String id) {
    Progress progress =
        new Progress(
            OrchestrationStatus.ORCHESTRATION_STATUS_COMPLETED,
            Instant.EPOCH,
            Instant.EPOCH,
            Instant.EPOCH,
            null);
    return new Instance(
        new Identity(row, id, 1, "e", "it"), progress, Payloads.of(null), Extent.none(0));
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

  @Test
  void answersWhoWaitsForARunWhosePurgeIsOnItsWayToTheStore() {
    GatedStore held = new GatedStore(store, driven.loop());
    held.hold();
    Runs slow = new Runs(driven.loop(), held, 0);
    var first = slow.with("one");
    var second = slow.with("one");
    var purged = first.thenCompose(found -> slow.purge(found.orElseThrow()));
    driven.burst();
    assertThat(second).isNotDone();
    held.held().store();
    driven.burst();
    driven.burst();
    assertThat(purged).isCompleted();
    assertThat(second.join()).isEmpty();
  }

  @Test
  void purgesWhatIsDueAndInMemoryUnlessItHasBegunAnew() {
    var found = runs.with("one");
    var used = found.thenAccept(run -> runs.pin(run.orElseThrow()));
    driven.burst();
    assertThat(used).isCompleted();
    assertThat(runs.purge(new Expiring("one", 1, 2, 7, Instant.EPOCH)).join()).isFalse();
    assertThat(store.find("one").join()).isPresent();
    assertThat(runs.purge(ONE).join()).isTrue();
    assertThat(store.find("one").join()).isEmpty();
  }

  @Test
  void keepsWhatIsOnItsWayToTheStoreInMemory() {
    GatedStore held = new GatedStore(store, driven.loop());
    Runs cached = new Runs(driven.loop(), held, ROOM_FOR_ONE);
    var one = cached.with("one");
    driven.burst();
    held.hold();
    LiveRun run = one.join().orElseThrow();
    var commit = cached.commit(run, List.of(new Change.DropTasks(run.row())));
    held.open();
    store.commit(List.of(new Change.Create(instance(2, "two")))).join();
    var two = cached.with("two");
    driven.burst();
    assertThat(two.join()).isPresent();
    assertThat(cached.inMemory("one")).isSameAs(run);
    held.held().store();
    driven.burst();
    assertThat(commit).isCompleted();
    assertThat(cached.inMemory("two")).isNull();
  }

  private void use(LiveRun run) {
    runs.pin(run);
    runs.unpin(run);
  }
}
