package travel.saga.engine.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import io.dapr.durabletask.implementation.protobuf.OrchestratorService.OrchestrationStatus;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import travel.saga.SettableClock;
import travel.saga.engine.history.Events;
import travel.saga.engine.history.Extent;
import travel.saga.engine.history.Identity;
import travel.saga.engine.history.Instance;
import travel.saga.engine.history.Payloads;
import travel.saga.engine.history.Progress;
import travel.saga.engine.history.RunHistory;
import travel.saga.engine.store.Change;
import travel.saga.engine.store.StoredRun.Received;

/** What can be said of a run in memory, ahead of the store. */
class LiveRunTest {
  private final LiveRun run = run(OrchestrationStatus.ORCHESTRATION_STATUS_RUNNING);

  @Test
  void isSettledOnceItsGenerationIsStored() {
    assertThat(run.isSettled()).isTrue();
    run.uncommitted = 1;
    assertThat(run.isSettled()).as("not stored at all").isFalse();
    run.visible = instance(2, OrchestrationStatus.ORCHESTRATION_STATUS_RUNNING);
    assertThat(run.isSettled()).as("of another generation").isFalse();
    run.visible = run.history.instance();
    assertThat(run.isSettled()).isTrue();
  }

  @Test
  void isSettledOnceItsEndIsStored() {
    LiveRun ended = run(OrchestrationStatus.ORCHESTRATION_STATUS_COMPLETED);
    ended.visible = ended.history.instance();
    ended.uncommitted = 1;
    assertThat(ended.isSettled()).isFalse();
    ended.uncommitted = 0;
    assertThat(ended.isSettled()).isTrue();
  }

  @Test
  void storesThatItKeepsEventsIfThereAreAny() {
    List<Change> changes = new ArrayList<>();
    run.keep(0, changes);
    run.consume(0, changes);
    assertThat(changes).isEmpty();
    for (int sequence = 4; sequence < 7; sequence++) {
      run.receive(new Received(sequence, Events.raised("e", null, Instant.EPOCH)));
    }
    run.keep(2, changes);
    assertThat(run.inbox).hasSize(3);
    run.consume(2, changes);
    assertThat(run.inbox).extracting(Received::sequence).containsExactly(6L);
    assertThat(changes)
        .containsExactly(new Change.Keep(1, 4, 5, 2), new Change.Consume(1, 4, 5, 2));
  }

  /** Also of an event that waits, where the clock has been set back since it came. */
  @Test
  void givesWhatComesALaterTimeThanWhatItHasSeen() {
    SettableClock clock = new SettableClock();
    Instant recorded = clock.instant().plusSeconds(60);
    Instant waiting = clock.instant().plusSeconds(90);
    Ticker ticker = new Ticker(clock, new DrivenLoop(clock).loop());
    run.history.append(List.of(Events.raised("a", null, recorded)), null, 0);
    ticker.after(run);
    assertThat(ticker.next()).isEqualTo(recorded.plusNanos(1_000));
    run.receive(new Received(1, Events.raised("b", null, waiting)));
    run.receive(new Received(2, Events.raised("c", null, recorded)));
    ticker.after(run);
    assertThat(ticker.next()).isEqualTo(waiting.plusNanos(1_000));
  }

  private static LiveRun run(OrchestrationStatus status) {
    return new LiveRun(new RunHistory(instance(1, status)));
  }

  private static Instance instance(int generation, OrchestrationStatus status) {
    return new Instance(
        new Identity(1, "one", generation, "execution", "it"),
        new Progress(status, Instant.EPOCH, Instant.EPOCH, null, null),
        Payloads.of(null),
        Extent.none(0));
  }
}
