package travel.saga.bench;

import io.dapr.durabletask.implementation.protobuf.OrchestratorService.HistoryEvent;
import java.util.ArrayList;
import java.util.List;
import travel.saga.bench.SampleSaga.Turn;
import travel.saga.engine.history.Identity;
import travel.saga.engine.history.Instance;
import travel.saga.engine.store.Change;
import travel.saga.reservation.ReservationId;

/**
 * What the engine stores of the sample, in its order: first the new run; then, for each turn, the
 * turn itself, and what its activity comes to.
 */
final class SagaCommits {
  /** Two for each turn: of the last, the run's beginning is the other. */
  static final int COMMITS = 2 * SampleSaga.TURNS;

  private final SampleSaga saga = new SampleSaga();
  private long lastRow;
  private long lastSequence;

  /** Those of another saga just like it, in a row of its own. */
  List<List<Change>> next() {
    Identity identity = identity();
    List<List<Change>> commits = new ArrayList<>(COMMITS);
    List<Change> cause = List.of(new Change.Create(in(identity, saga.beginning())));
    for (Turn turn : saga.turns()) {
      commits.add(received(identity, cause, turn.arrived()));
      commits.add(turn(identity, turn));
      cause = closed(identity, turn);
    }
    return commits;
  }

  private Identity identity() {
    Identity sample = saga.beginning().identity();
    String id = ReservationId.random().value();
    return new Identity(++lastRow, id, sample.generation(), sample.executionId(), sample.name());
  }

  private List<Change> received(Identity identity, List<Change> cause, HistoryEvent event) {
    List<Change> changes = new ArrayList<>(cause);
    changes.add(new Change.Receive(identity.row(), ++lastSequence, event));
    return changes;
  }

  private List<Change> turn(Identity identity, Turn turn) {
    List<Change> changes = new ArrayList<>();
    int length = turn.before().instance().extent().length();
    changes.add(new Change.Advance(in(identity, turn.after()), length, turn.outcome().events()));
    changes.add(new Change.Consume(identity.row(), lastSequence, lastSequence, 1));
    for (int task : turn.outcome().activities()) {
      changes.add(new Change.OpenTask(identity.row(), identity.generation(), task));
    }
    return changes;
  }

  private static List<Change> closed(Identity identity, Turn turn) {
    List<Change> changes = new ArrayList<>();
    for (int task : turn.outcome().activities()) {
      changes.add(new Change.CloseTask(identity.row(), identity.generation(), task));
    }
    return changes;
  }

  private static Instance in(Identity identity, Instance sample) {
    return new Instance(identity, sample.progress(), sample.payloads(), sample.extent());
  }
}
