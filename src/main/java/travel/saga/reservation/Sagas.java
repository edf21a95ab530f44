package travel.saga.reservation;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Runs the workflows of reservations. Stages complete exceptionally with {@link
 * EngineUnavailableException} when the engine cannot be reached. Safe for use by many threads;
 * never blocks.
 */
public interface Sagas {
  /** How far a workflow is. */
  enum Phase {
    RUNNING,
    COMPLETED,
    /** Ended without settling its reservation: FAILED or TERMINATED. */
    DIED
  }

  /** A workflow's phase and what it has taken so far. */
  record Progress(Phase phase, Bookings bookings) {}

  /**
   * Starts the saga of an open reservation, under the id that its record points to; one that is
   * already there is left alone, one that has ended is not: look it up before.
   */
  CompletionStage<Void> start(Reservation reservation);

  /**
   * Begins {@code rerun} with what a dead saga had come to; one that is already there is left
   * alone.
   *
   * @return false where the engine refuses: the dead one is not there any more, has not ended, or
   *     has nothing at that event that can be done anew
   */
  CompletionStage<Boolean> rerun(WorkflowId rerun, Rerun source);

  /** Starts a workflow that undoes; one that is already there is left alone, as above. */
  CompletionStage<Void> undo(Undoing undoing);

  /** Empty when the engine knows no such workflow. */
  CompletionStage<Optional<Progress>> find(WorkflowId workflow);

  /**
   * Completes with true once the workflow has ended, in whatever way, and with false when {@code
   * timeout} is over or the service stops.
   */
  CompletionStage<Boolean> awaitEnd(WorkflowId workflow, Duration timeout);

  /**
   * Starts the workflow that settles and announces until it succeeds; a running one stays.
   *
   * @param trace of the reservation
   */
  CompletionStage<Void> announce(NotifyRequest request, @Nullable Trace trace);
}
