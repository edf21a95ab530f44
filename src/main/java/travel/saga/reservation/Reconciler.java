package travel.saga.reservation;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Brings open records and their workflows together again: starts what an interrupted start left
 * out, and announces ATTENTION where a workflow died. Safe to run on every replica at once, for
 * starting and announcing are idempotent.
 */
@ApplicationScoped
public class Reconciler {
  /** A record younger than this may still be on its way to its workflow. */
  static final Duration GRACE = Duration.ofSeconds(10);

  private static final int PAGE = 200;
  private static final int AT_ONCE = 16;

  private final Reservations reservations;
  private final Sagas sagas;
  private final Clock clock;

  public Reconciler(Reservations reservations, Sagas sagas, Clock clock) {
    this.reservations = reservations;
    this.sagas = sagas;
    this.clock = clock;
  }

  /**
   * Looks at every open reservation. Fails with {@link EngineUnavailableException} only when the
   * list itself cannot be read; single reservations that fail are counted.
   */
  public CompletionStage<SweepReport> sweep() {
    return sweep(null, SweepReport.EMPTY);
  }

  private CompletionStage<SweepReport> sweep(@Nullable ReservationId after, SweepReport so) {
    return reservations
        .open(after, PAGE)
        .thenCompose(
            page ->
                Stages.each(page, AT_ONCE, this::sweepOne)
                    .thenApply(so::plus)
                    .thenCompose(report -> next(page, report)));
  }

  private CompletionStage<SweepReport> next(List<ReservationId> page, SweepReport report) {
    return page.size() < PAGE
        ? CompletableFuture.completedStage(report)
        : sweep(page.get(page.size() - 1), report);
  }

  private CompletionStage<Reconciliation> sweepOne(ReservationId id) {
    return sagas
        .find(id)
        .thenCompose(
            progress ->
                isCarriedOn(progress)
                    ? CompletableFuture.completedStage(Reconciliation.WELL)
                    : reservations.find(id).thenCompose(stored -> settleOld(stored, progress)))
        .exceptionally(failure -> Reconciliation.FAILED);
  }

  private static boolean isCarriedOn(Optional<Sagas.Progress> progress) {
    return progress.filter(p -> p.phase() != Sagas.Phase.DIED).isPresent();
  }

  /** The record was read after the workflow was looked up: one that ended meanwhile is settled. */
  private CompletionStage<Reconciliation> settleOld(
      Optional<Reservations.Stored> stored, Optional<Sagas.Progress> progress) {
    return stored
        .map(Reservations.Stored::reservation)
        .map(found -> reconcile(found, progress))
        .orElse(CompletableFuture.completedStage(Reconciliation.WELL));
  }

  /**
   * Puts right what {@code progress}, read before {@code reservation}, shows to be wrong. A
   * workflow is started only while the record is PENDING: starting an ended one again would cost
   * its history.
   */
  CompletionStage<Reconciliation> reconcile(
      Reservation reservation, Optional<Sagas.Progress> progress) {
    if (!reservation.status().isOpen()) {
      return CompletableFuture.completedStage(Reconciliation.WELL);
    }
    if (progress.isEmpty()) {
      return reservation.status() == ReservationStatus.PENDING && isOld(reservation)
          ? start(reservation)
          : CompletableFuture.completedStage(Reconciliation.WELL);
    }
    return switch (progress.get().phase()) {
      case RUNNING, COMPLETED -> CompletableFuture.completedStage(Reconciliation.WELL);
      case DIED -> announce(reservation, progress.get());
    };
  }

  private boolean isOld(Reservation reservation) {
    return reservation.createdAt().plus(GRACE).isBefore(clock.instant());
  }

  private CompletionStage<Reconciliation> start(Reservation reservation) {
    return sagas
        .start(reservation.id(), reservation.trip())
        .thenApply(started -> Reconciliation.STARTED);
  }

  private CompletionStage<Reconciliation> announce(
      Reservation reservation, Sagas.Progress progress) {
    return sagas
        .announce(DeadSaga.announcement(reservation.id(), progress.bookings()))
        .thenApply(announced -> Reconciliation.DIED);
  }
}
