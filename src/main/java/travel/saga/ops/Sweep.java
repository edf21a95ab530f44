package travel.saga.ops;

import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import java.util.concurrent.CompletionStage;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import travel.saga.reservation.Reconciler;
import travel.saga.reservation.SweepReport;

/** Runs the sweep at start and from then on; an engine that is away is tried again next time. */
@ApplicationScoped
class Sweep {
  private static final Logger LOG = Logger.getLogger(Sweep.class);

  private final Reconciler reconciler;
  private final Event<SweepReport> swept;

  Sweep(Reconciler reconciler, Event<SweepReport> swept) {
    this.reconciler = reconciler;
    this.swept = swept;
  }

  @Scheduled(
      identity = "sweep",
      every = "${reservations.sweep.interval}",
      concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
  CompletionStage<Void> run() {
    return reconciler.sweep().thenAccept(this::tell).exceptionally(Sweep::log);
  }

  private void tell(SweepReport report) {
    swept.fire(report);
    if (report.isNoteworthy()) {
      LOG.infof(
          "sweep: %d open, %d started, %d died, %d not reached",
          report.seen(), report.started(), report.died(), report.failed());
    }
  }

  private static @Nullable Void log(Throwable failure) {
    LOG.warnf("sweep: the engine is away, next try later (%s)", failure.getMessage());
    return null;
  }
}
