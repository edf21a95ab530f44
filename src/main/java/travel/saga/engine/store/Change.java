package travel.saga.engine.store;

import io.dapr.durabletask.implementation.protobuf.OrchestratorService.HistoryEvent;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import travel.saga.engine.history.Instance;

/** One step of a transaction on workflow instances. */
public sealed interface Change {

  /** Adds an instance whose row number and id are new; else the transaction fails. */
  record Create(Instance instance) implements Change {}

  /**
   * Begins a new run in an existing row. History, inbox, activities and timers of earlier runs go;
   * the row must be at the generation before and at {@code expectedLength} events, else the
   * precondition fails.
   */
  record Renew(Instance instance, int expectedLength) implements Change {}

  /**
   * Says whose child the run is that begins in this row, null for nobody's. What earlier runs in
   * the row have begun is nobody's child from here on.
   */
  record Adopt(long row, @Nullable Long parent) implements Change {}

  /**
   * Appends one turn and brings the row up to date. The row must be at the instance's generation
   * and at {@code expectedLength} events, else the precondition fails.
   */
  record Advance(Instance instance, int expectedLength, List<HistoryEvent> events)
      implements Change {}

  /**
   * Puts an event into the inbox; sequence numbers are the caller's and never used twice. There
   * must be a row, else the precondition fails.
   */
  record Receive(long row, long sequence, HistoryEvent event) implements Change {}

  /**
   * Takes the events from one sequence number to another, both included. There must be exactly
   * {@code count}, else the precondition fails.
   */
  record Consume(long row, long first, long last, int count) implements Change {}

  /** As {@link Consume}, but the events stay: what is done beside it is because of them. */
  record Keep(long row, long first, long last, int count) implements Change {}

  /** Takes whatever is left in the inbox. */
  record ClearInbox(long row) implements Change {}

  /** Notes that an activity is to be run. */
  record OpenTask(long row, int generation, int taskId) implements Change {}

  /** An activity has its outcome. It must be open, else the precondition fails. */
  record CloseTask(long row, int generation, int taskId) implements Change {}

  /** Drops all activities of the row that are still open. */
  record DropTasks(long row) implements Change {}

  record SetTimer(long row, int generation, int timerId, Instant fireAt) implements Change {}

  /** A timer is due. It must be set, else the precondition fails. */
  record FireTimer(long row, int generation, int timerId) implements Change {}

  /** Drops all timers of the row. */
  record DropTimers(long row) implements Change {}

  /** Notes when the ended instance is to be purged; a new run in its row is not. */
  record Expire(long row, Instant at) implements Change {}

  /**
   * Removes the row and all that belongs to it; its children are nobody's. The row must be at this
   * generation, else the precondition fails.
   */
  record Purge(long row, int generation) implements Change {}
}
