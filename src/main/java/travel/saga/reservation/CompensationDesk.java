package travel.saga.reservation;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * What an operator does about the compensations that are open at ATTENTION. Stages fail with {@link
 * CompensationNotOpenException} where there is no such compensation, and with {@link
 * EngineUnavailableException} when the engine is away: to repeat the call is without risk. They
 * answer with nothing where there is no such reservation. Nothing here blocks.
 */
@ApplicationScoped
public class CompensationDesk {
  private final Reservations reservations;
  private final Sagas sagas;
  private final Event<ReservationSettled> settled;
  private final Clock clock;

  public CompensationDesk(
      Reservations reservations, Sagas sagas, Event<ReservationSettled> settled, Clock clock) {
    this.reservations = reservations;
    this.sagas = sagas;
    this.settled = settled;
    this.clock = clock;
  }

  /**
   * Has the compensation tried again by a workflow of its own; one that tries it already is left
   * alone. The reservation stays at ATTENTION meanwhile.
   *
   * @param name wire name of the compensation
   */
  public CompletionStage<Optional<Reservation>> retry(ReservationId id, String name) {
    return reservations
        .change(id, record -> record.retry(open(record, name), clock.instant()))
        .thenCompose(
            change ->
                change
                    .map(Reservations.Revision::after)
                    .map(record -> begin(record, open(record, name)))
                    .orElse(Stages.of(Optional.empty())));
  }

  /** Looked up first: the retry may be an earlier one's, whose workflow may have ended by now. */
  private CompletionStage<Optional<Reservation>> begin(
      Reservation record, OpenCompensation retried) {
    Undoing undoing = record.undoing(retried).orElseThrow();
    return sagas
        .find(undoing.workflow())
        .thenCompose(
            progress -> {
              if (progress.isEmpty()) {
                return beginUnlessUndone(record, retried, undoing);
              }
              return progress.get().phase() == Sagas.Phase.RUNNING
                  ? Stages.of(Optional.of(record))
                  : retryAnew(record.id(), retried);
            });
  }

  /** Another call may have begun it since it was looked up, and it may have ended. */
  private CompletionStage<Optional<Reservation>> beginUnlessUndone(
      Reservation record, OpenCompensation retried, Undoing undoing) {
    return reservations
        .find(record.id())
        .thenApply(found -> found.map(Reservations.Stored::reservation).orElse(record))
        .thenCompose(
            now ->
                now.openCompensations().contains(retried)
                    ? sagas.undo(undoing).thenApply(begun -> Optional.of(now))
                    : Stages.of(Optional.of(now)));
  }

  /**
   * One that ended without a word, because somebody terminated it, has to be followed by another.
   */
  private CompletionStage<Optional<Reservation>> retryAnew(
      ReservationId id, OpenCompensation ended) {
    return reservations
        .change(id, record -> record.giveUpRetry(ended, clock.instant()))
        .thenCompose(given -> retry(id, ended.name()));
  }

  /**
   * Takes the compensation off the list: a person has done by hand what it would have done. With
   * the last one the reservation has its outcome, and it is announced.
   *
   * @param name wire name of the compensation
   */
  public CompletionStage<Optional<Reservation>> settle(ReservationId id, String name) {
    return reservations
        .find(id)
        .thenCompose(
            found ->
                found
                    .map(current -> settle(current, open(current.reservation(), name)))
                    .orElse(Stages.of(Optional.empty())));
  }

  /**
   * The last one is announced first, by a workflow that settles too: so no crash in between can
   * lose the news.
   */
  private CompletionStage<Optional<Reservation>> settle(
      Reservations.Stored current, OpenCompensation open) {
    Reservation before = current.reservation();
    NotifyRequest byHand = NotifyRequest.ofHand(before.id(), before.undoneByHand(open), open);
    Reservation after = before.settle(byHand.outcome(), byHand.given(), clock.instant());
    return after.status() == ReservationStatus.ATTENTION
        ? replace(current, after)
            .thenCompose(
                made -> made ? Stages.of(Optional.of(after)) : settle(before.id(), open.name()))
        : sagas
            .announce(byHand)
            .thenCompose(begun -> replace(current, after))
            .thenCompose(
                made -> made ? Stages.of(Optional.of(after)) : settleAgain(before.id(), open));
  }

  /** Somebody was quicker, the workflow perhaps, which has done it then. */
  private CompletionStage<Optional<Reservation>> settleAgain(
      ReservationId id, OpenCompensation open) {
    return reservations
        .find(id)
        .thenCompose(
            found ->
                found
                    .filter(current -> current.reservation().open(open.name()).isPresent())
                    .map(current -> settle(current, open(current.reservation(), open.name())))
                    .orElse(Stages.of(found.map(Reservations.Stored::reservation))));
  }

  private CompletionStage<Boolean> replace(Reservations.Stored current, Reservation after) {
    return reservations
        .replace(current, after)
        .thenApply(
            made -> {
              ReservationStatus before = current.reservation().status();
              if (made && after.status() != before) {
                settled.fire(new ReservationSettled(before, after));
              }
              return made;
            });
  }

  private static OpenCompensation open(Reservation record, String name) {
    return record.open(name).orElseThrow(() -> new CompensationNotOpenException(record, name));
  }
}
