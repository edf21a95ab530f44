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

  private static final CompletionStage<Reconciliation> WELL =
      CompletableFuture.completedStage(Reconciliation.WELL);
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
    return record(id)
        .thenCompose(found -> found.map(this::sweepOne).orElse(WELL))
        .exceptionally(failure -> Reconciliation.FAILED);
  }

  /** A record is read before its workflow is looked up, to know which, and after: see below. */
  private CompletionStage<Reconciliation> sweepOne(Reservation found) {
    return sagas
        .find(found.workflow())
        .thenCompose(
            progress ->
                isCarriedOn(progress)
                    ? WELL
                    : record(found.id())
                        .thenCompose(
                            again ->
                                again
                                    .filter(record -> isStillWith(record, found.workflow()))
                                    .map(record -> reconcile(record, progress))
                                    .orElse(WELL)));
  }

  private CompletionStage<Optional<Reservation>> record(ReservationId id) {
    return reservations.find(id).thenApply(found -> found.map(Reservations.Stored::reservation));
  }

  private static boolean isCarriedOn(Optional<Sagas.Progress> progress) {
    return progress.filter(p -> p.phase() != Sagas.Phase.DIED).isPresent();
  }

  /** Whether what was found out about the workflow says something about the reservation. */
  static boolean isStillWith(Reservation reservation, WorkflowId workflow) {
    return reservation.status().isOpen() && reservation.workflow().equals(workflow);
  }

  /**
   * Puts right what {@code progress} shows to be wrong: that of the workflow which is responsible
   * for the open {@code reservation}, looked up before the record was read, so that one that ended
   * meanwhile is seen to be settled. A workflow is started only where there is none, since starting
   * an ended one again would cost its history; a saga also for a reservation that is being
   * cancelled, because its start may still be on its way: it sees the cancel and undoes what it
   * took.
   */
  CompletionStage<Reconciliation> reconcile(
      Reservation reservation, Optional<Sagas.Progress> progress) {
    if (progress.isEmpty()) {
      return isOld(reservation) ? start(reservation) : WELL;
    }
    return switch (progress.get().phase()) {
      case RUNNING, COMPLETED -> WELL;
      case DIED -> announce(reservation.withProgress(progress.get().bookings()));
    };
  }

  private boolean isOld(Reservation reservation) {
    return reservation.updatedAt().plus(GRACE).isBefore(clock.instant());
  }

  private CompletionStage<Reconciliation> start(Reservation reservation) {
    return reservation
        .undoing()
        .map(sagas::undo)
        .orElseGet(() -> sagas.start(reservation))
        .thenApply(started -> Reconciliation.STARTED);
  }

  private CompletionStage<Reconciliation> announce(Reservation reservation) {
    return sagas
        .announce(DeadSaga.announcement(reservation))
        .thenApply(announced -> Reconciliation.DIED);
  }
}
