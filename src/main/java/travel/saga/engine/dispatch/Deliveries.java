package travel.saga.engine.dispatch;

import io.dapr.durabletask.implementation.protobuf.OrchestratorService.HistoryEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import travel.saga.engine.store.Change;
import travel.saga.engine.store.StoredRun.Received;

/** Puts events into the inboxes of runs, in memory and in the store, and queues the runs. */
final class Deliveries {
  private final Runs runs;
  private final ReadyTurns ready;

  Deliveries(Runs runs, ReadyTurns ready) {
    this.runs = runs;
    this.ready = ready;
  }

  /** Memory alone; the change is the caller's to store. */
  Change.Receive receive(LiveRun run, HistoryEvent event) {
    long sequence = runs.numbering().nextSequence();
    run.receive(new Received(sequence, event));
    return new Change.Receive(run.row(), sequence, event);
  }

  CompletableFuture<Void> deliver(LiveRun run, HistoryEvent event) {
    return deliver(run, event, List.of());
  }

  /**
   * @param causes what the event comes of, stored with it or not at all
   */
  CompletableFuture<Void> deliver(LiveRun run, HistoryEvent event, List<Change> causes) {
    List<Change> changes = new ArrayList<>(causes);
    changes.add(receive(run, event));
    ready.enqueue(run);
    return runs.commit(run, changes);
  }
}
