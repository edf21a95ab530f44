package travel.saga.engine.crash;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dapr.durabletask.implementation.protobuf.OrchestratorService.OrchestrationStatus;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import travel.saga.engine.history.Extent;
import travel.saga.engine.history.Identity;
import travel.saga.engine.history.Instance;
import travel.saga.engine.history.Payloads;
import travel.saga.engine.history.Progress;
import travel.saga.engine.store.Change;
import travel.saga.engine.store.HistoryStore;
import travel.saga.engine.store.StoreException;
import travel.saga.engine.store.memory.MemoryHistoryStore;
import travel.saga.engine.store.memory.MemoryTables;

class CrashingStoreTest {
  private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");

  /** The engine would try again for ever, and the schedule would only be too long. */
  @Test
  void takesNoFailureForAnOutageThatWasNotMeant() {
    HistoryStore kept = new MemoryHistoryStore(new MemoryTables());
    Faults none = new Faults(new Random(1), new DeathToll(), Trace.NONE, false);
    CrashingStore store = new CrashingStore(kept, new CommitLog(), Runnable::run, none);
    List<Change> twice = List.of(new Change.Create(instance()));
    kept.commit(twice).join();
    var unused = store.commit(twice);
    assertThatThrownBy(() -> store.write(1))
        .isInstanceOf(Divergence.class)
        .hasCauseInstanceOf(StoreException.class);
  }

  private static Instance instance() {
    return new Instance(
        new Identity(1, "a", 1, "execution", "workflow"),
        new Progress(OrchestrationStatus.ORCHESTRATION_STATUS_PENDING, NOW, NOW, null, null),
        Payloads.of("input"),
        Extent.none(0));
  }
}
