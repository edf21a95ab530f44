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
import travel.saga.engine.store.memory.MemoryHistoryStore;
import travel.saga.engine.store.memory.MemoryTables;

/** Runs in a memory that has room for none that nobody uses. */
class RunsTest {
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

  private void use(LiveRun run) {
    runs.pin(run);
    runs.unpin(run);
  }
}
