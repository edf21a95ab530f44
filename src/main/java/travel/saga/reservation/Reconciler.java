package travel.saga.reservation;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jboss.logging.Logger;
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

  /** One that is further in the future was written before the clock was set back. */
  private static final Duration CLOCKS_DIFFER_BY = Duration.ofMinutes(1);

  private static final Logger LOG = Logger.getLogger(Reconciler.class);
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

  private CompletionStage<SweepReport.Found> sweepOne(ReservationId id) {
    return record(id)
        .thenCompose(record -> record.map(this::sweepOne).orElseGet(() -> found(WELL, null)))
        .exceptionally(unread -> new SweepReport.Found(Reconciliation.FAILED, null));
  }

  private CompletionStage<SweepReport.Found> sweepOne(Reservation record) {
    return found(
        putRight(record).exceptionally(failure -> Reconciliation.FAILED),
        record.status().isOpen() ? record.updatedAt() : null);
  }

  private static CompletionStage<SweepReport.Found> found(
      CompletionStage<Reconciliation> what, @Nullable Instant since) {
    return what.thenApply(reconciliation -> new SweepReport.Found(reconciliation, since));
  }

  /** A record is read before its workflow is looked up, to know which, and after: see below. */
  private CompletionStage<Reconciliation> putRight(Reservation found) {
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
    Duration age = Duration.between(reservation.updatedAt(), clock.instant());
    return age.compareTo(GRACE) > 0 || age.plus(CLOCKS_DIFFER_BY).isNegative();
  }

  private CompletionStage<Reconciliation> start(Reservation reservation) {
    return begin(reservation)
        .thenApply(begun -> begun ? Reconciliation.STARTED : Reconciliation.DIED);
  }

  /**
   * Begins the workflow that the open {@code reservation} points to.
   *
   * @return false where that is a rerun which the engine refuses: the record is put back, so that
   *     the reservation stands where it stood before
   */
  public CompletionStage<Boolean> begin(Reservation reservation) {
    WorkflowId workflow = reservation.workflow();
    if (workflow.undoes()) {
      return reservation.undoing().map(sagas::undo).orElseThrow().thenApply(begun -> true);
    }
    return reservation
        .rerun()
        .map(
            source ->
                sagas
                    .rerun(workflow, source)
                    .thenCompose(begun -> begun ? Stages.of(true) : putBack(reservation)))
        .orElseGet(() -> sagas.start(reservation).thenApply(begun -> true));
  }

  private CompletionStage<Boolean> putBack(Reservation reservation) {
    WorkflowId refused = reservation.workflow();
    LOG.warnf("the engine refuses to begin %s; the reservation stands as before", refused);
    return reservations
        .change(reservation.id(), record -> record.withoutRerun(refused, clock.instant()))
        .thenApply(put -> false);
  }

  private CompletionStage<Reconciliation> announce(Reservation reservation) {
    return sagas
        .announce(DeadSaga.announcement(reservation), reservation.trace())
        .thenApply(announced -> Reconciliation.DIED);
  }
}
