package travel.saga.reservation;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

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

  /** Starts the workflow of a PENDING reservation; one that is already there is left alone. */
  CompletionStage<Void> start(ReservationId id, Trip trip);

  /** Empty when the engine knows no such workflow. */
  CompletionStage<Optional<Progress>> find(ReservationId id);

  /**
   * Completes with true once the workflow has ended, in whatever way, and with false when {@code
   * timeout} is over or the service stops.
   */
  CompletionStage<Boolean> awaitEnd(ReservationId id, Duration timeout);

  /** Starts the workflow that settles and announces until it succeeds; a running one stays. */
  CompletionStage<Void> announce(NotifyRequest request);
}
