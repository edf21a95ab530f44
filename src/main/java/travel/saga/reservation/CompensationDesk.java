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
   * the last one the reservation has its outcome, and it is announced. Fails with {@link
   * CompensationBeingTriedException} as long as a workflow may try it: the record tells, in which a
   * retry marks it by the same compare-and-set that takes it off here. A repeated call answers with
   * the reservation as it stands.
   *
   * @param name wire name of the compensation
   */
  public CompletionStage<Optional<Reservation>> settle(ReservationId id, String name) {
    return reservations
        .find(id)
        .thenCompose(
            found ->
                found
                    .map(current -> settle(current, name).thenApply(Optional::of))
                    .orElse(Stages.of(Optional.empty())));
  }

  private CompletionStage<Reservation> settle(Reservations.Stored current, String name) {
    Reservation record = current.reservation();
    if (record.isSettledByHand(name)) {
      return Stages.of(record);
    }
    OpenCompensation open = open(record, name);
    WorkflowId retry = open.retriedBy();
    return retry == null ? settle(current, open) : settleAfter(retry, record, open);
  }

  /** One that ended without a word will not try it any more. */
  private CompletionStage<Reservation> settleAfter(
      WorkflowId retry, Reservation record, OpenCompensation open) {
    return sagas
        .find(retry)
        .thenCompose(
            progress -> {
              if (progress.isEmpty() || progress.get().phase() == Sagas.Phase.RUNNING) {
                throw new CompensationBeingTriedException(
                    record, open.name(), retry, progress.isPresent());
              }
              return reservations
                  .change(record.id(), now -> now.giveUpRetry(open, clock.instant()))
                  .thenCompose(given -> settleAgain(record, open.name()));
            });
  }

  /**
   * The last one is announced first, by a workflow that settles too: so no crash in between can
   * lose the news.
   */
  private CompletionStage<Reservation> settle(Reservations.Stored current, OpenCompensation open) {
    Reservation before = current.reservation();
    Reservation after = before.settleByHand(open, clock.instant());
    CompletionStage<Boolean> made =
        after.status() == ReservationStatus.ATTENTION
            ? replace(current, after)
            : sagas
                .announce(
                    NotifyRequest.ofHand(before.id(), before.undoneByHand(open), open),
                    before.trace())
                .thenCompose(begun -> replace(current, after));
    return made.thenCompose(done -> done ? Stages.of(after) : settleAgain(before, open.name()));
  }

  /** Somebody was quicker: a retry, or the workflow that announces, which has done it then. */
  private CompletionStage<Reservation> settleAgain(Reservation before, String name) {
    return reservations
        .find(before.id())
        .thenCompose(
            found ->
                found
                    .map(current -> settle(current, name))
                    .orElseThrow(() -> new CompensationNotOpenException(before, name)));
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
