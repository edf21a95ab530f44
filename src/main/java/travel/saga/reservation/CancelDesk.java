package travel.saga.reservation;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.jboss.logging.Logger;

/**
 * Where cancels are taken. The record decides: once it says CANCELLING the reservation will be
 * undone, by its saga or by a workflow of its own, whatever dies in between. Nothing here blocks.
 */
@ApplicationScoped
public class CancelDesk {
  private static final Logger LOG = Logger.getLogger(CancelDesk.class);

  private final Reservations reservations;
  private final Sagas sagas;
  private final ReservationDesk desk;
  private final Clock clock;

  public CancelDesk(Reservations reservations, Sagas sagas, ReservationDesk desk, Clock clock) {
    this.reservations = reservations;
    this.sagas = sagas;
    this.desk = desk;
    this.clock = clock;
  }

  /**
   * Takes a cancel, or answers with the reservation as it stands where one was taken before. Fails
   * with {@link NothingToCancelException} where there is nothing to undo, or it is a person who has
   * to, and with {@link EngineUnavailableException} while nothing is known to be stored; repeating
   * is without risk.
   *
   * @return empty where there is no such reservation
   */
  public CompletionStage<Optional<Reservation>> cancel(ReservationId id) {
    return reservations
        .change(id, record -> record.cancel(clock.instant()))
        .thenCompose(
            change ->
                change
                    .map(Reservations.Revision::after)
                    .map(record -> begin(record).thenApply(Optional::of))
                    .orElse(Stages.of(Optional.empty())));
  }

  private CompletionStage<Reservation> begin(Reservation cancelled) {
    if (!cancelled.wasCancelled()) {
      throw new NothingToCancelException(cancelled);
    }
    if (!cancelled.status().isOpen()) {
      return Stages.of(cancelled);
    }
    CompletionStage<Reservation> begun =
        cancelled
            .undoing()
            .map(undoing -> begin(cancelled, undoing))
            .orElseGet(() -> desk.current(cancelled));
    return Stages.orElse(
        begun,
        failure -> {
          LOG.warnf(
              "the cancel of reservation %s is stored; the sweep carries it on (%s)",
              cancelled.id(), failure);
          return cancelled;
        });
  }

  /** Looked up first: this may be a repeated call, and the workflow may have ended by now. */
  private CompletionStage<Reservation> begin(Reservation cancelled, Undoing undoing) {
    return sagas
        .find(undoing.workflow())
        .thenCompose(
            progress ->
                progress.isPresent()
                    ? desk.current(cancelled)
                    : beginUnlessUndone(cancelled, undoing));
  }

  /** Another call may have begun it since it was looked up, and it may have ended. */
  private CompletionStage<Reservation> beginUnlessUndone(Reservation cancelled, Undoing undoing) {
    return reservations
        .find(cancelled.id())
        .thenApply(found -> found.map(Reservations.Stored::reservation).orElse(cancelled))
        .thenCompose(
            now ->
                Reconciler.isStillWith(now, undoing.workflow())
                    ? sagas.undo(undoing).thenApply(begun -> now)
                    : Stages.of(now));
  }
}
