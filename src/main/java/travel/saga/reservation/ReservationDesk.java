package travel.saga.reservation;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jboss.logging.Logger;

/**
 * Where reservations are taken and asked for. Stages complete on whatever thread the ports complete
 * theirs; nothing here blocks. They fail with {@link EngineUnavailableException} when the engine is
 * away and there is nothing to answer from.
 */
@ApplicationScoped
public class ReservationDesk {
  private static final Logger LOG = Logger.getLogger(ReservationDesk.class);

  private final Reservations reservations;
  private final Sagas sagas;
  private final Reconciler reconciler;
  private final Event<ReservationAccepted> accepted;
  private final Clock clock;
  private final CurrentTrace trace;

  public ReservationDesk(
      Reservations reservations,
      Sagas sagas,
      Reconciler reconciler,
      Event<ReservationAccepted> accepted,
      Clock clock,
      CurrentTrace trace) {
    this.reservations = reservations;
    this.sagas = sagas;
    this.reconciler = reconciler;
    this.accepted = accepted;
    this.clock = clock;
    this.trace = trace;
  }

  /**
   * Takes a reservation, or answers with the one that was taken under the same key before. Once it
   * is stored the engine may be away: the sweep starts the workflow then. When storing fails with
   * {@link EngineUnavailableException} it is unknown whether it is stored; with a key the caller
   * may repeat without risk.
   *
   * <p>Fails with {@link IdempotencyKeyReusedException} when the key stands for another request.
   */
  public CompletionStage<Reservation> accept(Trip trip, Optional<IdempotencyKey> key) {
    Reservation pending = pending(ReservationId.random(), trip);
    Claim claim = new Claim(pending.id(), Fingerprint.of(trip));
    return reservations
        .insert(pending, key.map(k -> new Reservations.KeyClaim(k, claim)).orElse(null))
        .thenCompose(
            inserted ->
                inserted
                    ? begin(pending)
                    : key.map(known -> earlier(known, trip, pending))
                        .orElseGet(() -> insertedAfterAll(pending)));
  }

  private Reservation pending(ReservationId id, Trip trip) {
    return Reservation.pending(id, trip, clock.instant(), trace.get());
  }

  /**
   * Nobody else has the random id: the store said that the record was not written, and it was.
   * Where it was not, it is written now.
   */
  private CompletionStage<Reservation> insertedAfterAll(Reservation pending) {
    return record(pending.id())
        .thenCompose(
            found ->
                found
                    .map(record -> record.equals(pending) ? begin(record) : Stages.of(record))
                    .orElseGet(() -> completeClaim(pending)));
  }

  private CompletionStage<Reservation> begin(Reservation pending) {
    accepted.fire(new ReservationAccepted(pending.id()));
    CompletionStage<Reservation> started = sagas.start(pending).thenApply(done -> pending);
    return Stages.orElse(
        started,
        failure -> {
          LOG.warnf(
              "reservation %s is stored; the sweep will start it (%s)", pending.id(), failure);
          return pending;
        });
  }

  private CompletionStage<Reservation> earlier(IdempotencyKey key, Trip trip, Reservation mine) {
    return reservations
        .claim(key)
        .thenCompose(
            found -> {
              Claim winner =
                  found.orElseThrow(() -> new IllegalStateException("no claim under a taken key"));
              if (winner.reservationId().equals(mine.id())) {
                return insertedAfterAll(mine);
              }
              if (!winner.request().equals(Fingerprint.of(trip))) {
                throw new IdempotencyKeyReusedException(winner.reservationId());
              }
              return claimed(winner.reservationId(), trip);
            });
  }

  /** Whoever made the claim may not have come as far as the record, and need not be alive. */
  private CompletionStage<Reservation> claimed(ReservationId id, Trip trip) {
    return find(id)
        .thenCompose(
            found ->
                found
                    .map(CompletableFuture::completedStage)
                    .orElseGet(() -> completeClaim(pending(id, trip))));
  }

  private CompletionStage<Reservation> completeClaim(Reservation pending) {
    return reservations
        .insert(pending, null)
        .thenCompose(
            inserted ->
                inserted
                    ? begin(pending)
                    : find(pending.id()).thenApply(found -> found.orElse(pending)));
  }

  /**
   * The reservation, with what it has taken so far. One whose workflow is missing or dead is put
   * right on the way; without the engine the record is answered as it is.
   */
  public CompletionStage<Optional<Reservation>> find(ReservationId id) {
    return record(id)
        .thenCompose(
            found ->
                found.filter(record -> record.status().isOpen()).isPresent()
                    ? current(found.get()).thenApply(Optional::of)
                    : CompletableFuture.completedStage(found));
  }

  private CompletionStage<Optional<Reservation>> record(ReservationId id) {
    return reservations.find(id).thenApply(found -> found.map(Reservations.Stored::reservation));
  }

  /** An open reservation as its workflow shows it. */
  CompletionStage<Reservation> current(Reservation record) {
    return Stages.orElse(
        sagas.find(record.workflow()).thenCompose(progress -> current(record, progress)),
        failure -> answerWith(record, failure));
  }

  /** A workflow that runs tells the state; for any other the record may be settled by now. */
  private CompletionStage<Reservation> current(
      Reservation record, Optional<Sagas.Progress> progress) {
    if (progress.filter(p -> p.phase() == Sagas.Phase.RUNNING).isPresent()) {
      return CompletableFuture.completedStage(record.withProgress(progress.get().bookings()));
    }
    return record(record.id())
        .thenApply(again -> again.orElse(record))
        .thenCompose(
            again ->
                Reconciler.isStillWith(again, record.workflow())
                    ? reconciler
                        .reconcile(again, progress)
                        .thenApply(done -> withProgress(again, progress))
                    : CompletableFuture.completedStage(again));
  }

  private static Reservation withProgress(Reservation record, Optional<Sagas.Progress> progress) {
    return progress.map(p -> record.withProgress(p.bookings())).orElse(record);
  }

  /**
   * Waits until the reservation's workflow has ended, {@code patience} is over or the service
   * stops, and answers with what stands then. Never fails because the engine is away: the
   * reservation is stored, so {@code reservation} itself is an answer.
   */
  public CompletionStage<Reservation> awaitOutcome(Reservation reservation, Duration patience) {
    if (!reservation.status().isOpen() || patience.isZero()) {
      return CompletableFuture.completedStage(reservation);
    }
    CompletionStage<Reservation> then =
        sagas
            .awaitEnd(reservation.workflow(), patience)
            .thenCompose(ended -> find(reservation.id()))
            .thenApply(found -> found.orElse(reservation));
    return Stages.orElse(then, failure -> answerWith(reservation, failure));
  }

  /** What is stored is an answer, whatever fails behind it. */
  private static Reservation answerWith(Reservation record, Throwable failure) {
    LOG.warnf("reservation %s is answered from its record (%s)", record.id(), failure);
    return record;
  }
}
