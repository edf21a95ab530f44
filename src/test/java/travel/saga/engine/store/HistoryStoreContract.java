package travel.saga.engine.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dapr.durabletask.implementation.protobuf.OrchestratorService.HistoryEvent;
import io.dapr.durabletask.implementation.protobuf.OrchestratorService.OrchestrationStatus;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;
import travel.saga.engine.history.Events;
import travel.saga.engine.history.Extent;
import travel.saga.engine.history.Identity;
import travel.saga.engine.history.Instance;
import travel.saga.engine.history.Payloads;
import travel.saga.engine.history.Progress;

/** What every {@link HistoryStore} does. After each transaction the store is opened anew. */
public abstract class HistoryStoreContract {
  private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");

  /** The store under test. */
  protected abstract HistoryStore store();

  /** Closes the store and opens what it kept. */
  protected abstract void reopen();

  @Test
  void keepsANewInstanceWithItsInbox() {
    HistoryEvent event = Events.raised("e", "1", NOW);
    commit(new Change.Create(instance("a", 1, 0)), new Change.Receive(1, 7, event));
    StoredRun run = load("a");
    assertThat(run.instance()).isEqualTo(instance("a", 1, 0));
    assertThat(run.inbox()).containsExactly(new StoredRun.Received(7, event));
    assertThat(store().backlog().instanceIds()).containsExactly("a");
    assertThat(store().backlog().lastRow()).isEqualTo(1);
    assertThat(store().backlog().lastSequence()).isEqualTo(7);
  }

  @Test
  void keepsATurnWithWhatItOpened() {
    HistoryEvent event = Events.raised("e", null, NOW);
    commit(new Change.Create(instance("a", 1, 0)), new Change.Receive(1, 1, event));
    commit(
        new Change.Advance(instance("a", 1, 1), 0, List.of(event)),
        new Change.Consume(1, 1, 1, 1),
        new Change.OpenTask(1, 1, 0),
        new Change.SetTimer(1, 1, 1, NOW));
    StoredRun run = load("a");
    assertThat(run.history()).containsExactly(event);
    assertThat(run.inbox()).isEmpty();
    assertThat(run.openTasks()).containsExactly(0);
    assertThat(store().backlog().timers()).containsExactly(new Backlog.StoredTimer("a", 1, 1, NOW));
  }

  @Test
  void doesNothingOfATransactionWhosePreconditionFails() {
    commit(new Change.Create(instance("a", 1, 0)));
    HistoryEvent event = Events.raised("e", null, NOW);
    assertUnmet(
        new Change.Advance(instance("a", 1, 1), 0, List.of(event)), new Change.Consume(1, 0, 9, 1));
    assertUnmet(new Change.Advance(instance("a", 1, 9), 8, List.of(event)));
    assertUnmet(new Change.Advance(instance("a", 2, 1), 0, List.of(event)));
    assertUnmet(new Change.CloseTask(1, 1, 5), new Change.Receive(1, 2, event));
    assertUnmet(new Change.FireTimer(1, 1, 5), new Change.Receive(1, 2, event));
    assertUnmet(new Change.Renew(instance("a", 3, 0), 0));
    assertUnmet(new Change.Renew(instance("a", 2, 0), 1));
    assertUnmet(new Change.Receive(7, 3, event));
    StoredRun run = load("a");
    assertThat(run.instance()).isEqualTo(instance("a", 1, 0));
    assertThat(run.history()).isEmpty();
    assertThat(run.inbox()).isEmpty();
  }

  @Test
  void takesTheEventsThatAreMeantAndNoOthers() {
    HistoryEvent event = Events.raised("e", null, NOW);
    commit(
        new Change.Create(instance("a", 1, 0)),
        new Change.Receive(1, 4, event),
        new Change.Receive(1, 6, event));
    assertUnmet(new Change.Consume(1, 5, 5, 1));
    assertUnmet(new Change.Consume(1, 5, 7, 2));
    assertUnmet(new Change.Keep(1, 5, 7, 2));
    commit(new Change.Keep(1, 4, 6, 2));
    commit(new Change.Consume(1, 6, 6, 1));
    assertThat(load("a").inbox()).containsExactly(new StoredRun.Received(4, event));
  }

  @Test
  void commitsTheNeighboursOfATransactionThatFails() {
    CompletableFuture<Void> first = commitAsync(new Change.Create(instance("a", 1, 0)));
    CompletableFuture<Void> bad = commitAsync(new Change.CloseTask(1, 1, 5));
    CompletableFuture<Void> twice = commitAsync(new Change.Create(instance("a", 1, 0)));
    CompletableFuture<Void> last = commitAsync(new Change.OpenTask(1, 1, 3));
    first.join();
    last.join();
    assertThatThrownBy(bad::join).hasCauseInstanceOf(PreconditionFailedException.class);
    assertThatThrownBy(twice::join).hasCauseInstanceOf(StoreException.class);
    reopen();
    assertThat(load("a").instance()).isEqualTo(instance("a", 1, 0));
  }

  @Test
  void beginsANewRunWithNothingOfTheOld() {
    HistoryEvent event = Events.raised("e", null, NOW);
    commit(
        new Change.Create(instance("a", 1, 0)),
        new Change.Receive(1, 1, event),
        new Change.SetTimer(1, 1, 1, NOW));
    commit(new Change.Renew(instance("a", 2, 0), 0));
    StoredRun run = load("a");
    assertThat(run.instance()).isEqualTo(instance("a", 2, 0));
    assertThat(run.inbox()).isEmpty();
    assertThat(store().backlog().timers()).isEmpty();
  }

  @Test
  void knowsWhatIsToBePurgedFirst() {
    commit(
        new Change.Create(instance("late", 1, 0)),
        new Change.Create(instance("early", 2, 1, 0)),
        new Change.Create(instance("kept", 3, 1, 0)));
    commit(new Change.Expire(1, NOW.plusSeconds(2)), new Change.Expire(2, NOW.plusSeconds(1)));
    assertThat(store().expiring(10).join())
        .containsExactly(
            new HistoryStore.Expiring("early", 2, 1, NOW.toEpochMilli(), NOW.plusSeconds(1)),
            new HistoryStore.Expiring("late", 1, 1, NOW.toEpochMilli(), NOW.plusSeconds(2)));
    assertThat(store().expiring(1).join()).hasSize(1);
    commit(new Change.Renew(instance("late", 2, 0), 0), new Change.Purge(2, 1));
    assertThat(store().expiring(10).join()).isEmpty();
  }

  @Test
  void purgesTheGenerationThatIsMeantAndNoOther() {
    commit(new Change.Create(instance("a", 1, 0)));
    commit(new Change.Renew(instance("a", 2, 0), 0));
    assertUnmet(new Change.Purge(1, 1));
    assertThat(load("a").instance()).isEqualTo(instance("a", 2, 0));
    assertThat(store().purgedUntilMillis()).isZero();
    commit(new Change.Purge(1, 2));
    assertUnmet(new Change.Purge(1, 2));
  }

  @Test
  void knowsWhoseChildrenItsInstancesAre() {
    commit(
        new Change.Create(instance("parent", 1, 1, 0)),
        new Change.Create(instance("kid", 2, 1, 0)),
        new Change.Adopt(2, 1L),
        new Change.Create(ended("other", 3)),
        new Change.Adopt(3, 1L));
    assertThat(store().children(1).join()).containsExactly("kid", "other");
    assertThat(load("parent").activeChildren()).containsExactly("kid");
    assertThat(load("kid").activeChildren()).isEmpty();
    commit(new Change.Renew(instance("parent", 1, 2, 0), 0));
    assertThat(store().children(1).join()).hasSize(2);
    commit(new Change.Renew(instance("parent", 1, 3, 0), 0), new Change.Adopt(1, null));
    assertThat(store().children(1).join()).isEmpty();
    assertThat(load("parent").activeChildren()).isEmpty();
  }

  @Test
  void leavesTheChildrenOfAPurgedInstanceToNobody() {
    commit(
        new Change.Create(instance("parent", 1, 1, 0)),
        new Change.Create(instance("kid", 2, 1, 0)),
        new Change.Adopt(2, 1L));
    commit(new Change.Purge(1, 1), new Change.Create(instance("next", 1, 1, 0)));
    assertThat(store().children(1).join()).isEmpty();
    assertThat(load("kid").instance().identity().row()).isEqualTo(2);
  }

  @Test
  void findsNothingUnderAPurgedIdWhenItsRowIsUsedAgain() {
    commit(new Change.Create(instance("gone", 1, 1, 0)));
    commit(new Change.Purge(1, 1));
    assertThat(store().backlog().lastRow()).isZero();
    commit(new Change.Create(instance("next", 1, 1, 0)));
    assertThat(store().load("gone").join()).isEmpty();
    assertThat(store().find("gone").join()).isEmpty();
    commit(new Change.Create(instance("gone", 2, 1, 0)));
    assertThat(load("gone").instance().identity().row()).isEqualTo(2);
    assertThat(load("next").instance().identity().row()).isEqualTo(1);
  }

  @Test
  void remembersTheTimeOfPurgedTurns() {
    commit(new Change.Create(instance("a", 1, 0)));
    commit(new Change.Purge(1, 1));
    assertThat(store().find("a").join()).isEmpty();
    assertThat(store().load("a").join()).isEmpty();
    assertThat(store().purgedUntilMillis()).isEqualTo(NOW.toEpochMilli());
  }

  @Test
  void listsInPagesAndCountsItsOpenings() {
    long epoch = store().backlog().epoch();
    commit(new Change.Create(instance("a", 1, 0)));
    assertThat(store().list(0, 10).join()).containsExactly(new HistoryStore.Listed(1, "a"));
    assertThat(store().list(1, 10).join()).isEmpty();
    assertThat(store().backlog().epoch()).isEqualTo(epoch + 1);
  }

  private CompletableFuture<Void> commitAsync(Change... changes) {
    return store().commit(List.of(changes));
  }

  private void commit(Change... changes) {
    commitAsync(changes).join();
    reopen();
  }

  private void assertUnmet(Change... changes) {
    assertThatThrownBy(() -> commitAsync(changes).join())
        .isInstanceOf(CompletionException.class)
        .hasCauseInstanceOf(PreconditionFailedException.class);
  }

  private StoredRun load(String id) {
    return store().load(id).join().orElseThrow();
  }

  private static Instance ended(String id, long row) {
    Instance running = instance(id, row, 1, 0);
    return new Instance(
        running.identity(),
        new Progress(OrchestrationStatus.ORCHESTRATION_STATUS_COMPLETED, NOW, NOW, NOW, null),
        running.payloads(),
        running.extent());
  }

  private static Instance instance(String id, int generation, int length) {
    return instance(id, 1, generation, length);
  }

  private static Instance instance(String id, long row, int generation, int length) {
    return new Instance(
        new Identity(row, id, generation, "execution", "workflow"),
        new Progress(OrchestrationStatus.ORCHESTRATION_STATUS_RUNNING, NOW, NOW, null, null),
        Payloads.of("input"),
        new Extent(length, length, NOW.toEpochMilli()));
  }
}
