package travel.saga.ops;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import travel.saga.reservation.Reservation;
import travel.saga.reservation.ReservationAccepted;
import travel.saga.reservation.ReservationSettled;
import travel.saga.reservation.ReservationStatus;
import travel.saga.reservation.Reservations;
import travel.saga.reservation.SweepReport;

/**
 * The meters of reservations. Counters tell what this process did; the gauges tell what the records
 * of all replicas say, as of the last refresh, so that a scrape never waits for the store.
 */
@ApplicationScoped
class ReservationMeters {
  private static final Logger LOG = Logger.getLogger(ReservationMeters.class);
  private static final Duration[] BUCKETS = {
    Duration.ofMillis(10), Duration.ofMillis(25), Duration.ofMillis(50), Duration.ofMillis(100),
    Duration.ofMillis(250), Duration.ofMillis(500), Duration.ofSeconds(1), Duration.ofSeconds(2),
    Duration.ofSeconds(5), Duration.ofSeconds(10), Duration.ofSeconds(30), Duration.ofMinutes(1),
    Duration.ofMinutes(2), Duration.ofMinutes(5), Duration.ofMinutes(15), Duration.ofHours(1)
  };

  private final Reservations reservations;
  private final Clock clock;
  private final Counter started;
  private final Map<ReservationStatus, Counter> finished = new EnumMap<>(ReservationStatus.class);
  private final Timer duration;
  private volatile Reservations.Counts counts = new Reservations.Counts(0, 0, 0);
  private volatile @Nullable Instant oldestOpen;

  ReservationMeters(Reservations reservations, Clock clock, MeterRegistry registry) {
    this.reservations = reservations;
    this.clock = clock;
    started =
        Counter.builder("reservations.started")
            .description("Reservations recorded by this process")
            .register(registry);
    for (ReservationStatus status : ReservationStatus.values()) {
      if (!status.isOpen()) {
        finished.put(status, finished(status, registry));
      }
    }
    duration =
        Timer.builder("reservations.duration")
            .description("From the record to its first outcome; cancels are not in it")
            .serviceLevelObjectives(BUCKETS)
            .register(registry);
    Gauge.builder("reservations.in.flight", this, meters -> meters.counts.open())
        .description("Open reservations of all replicas")
        .register(registry);
    Gauge.builder("reservations.attention", this, meters -> meters.counts.attention())
        .description("Reservations of all replicas that a person has to look at")
        .register(registry);
    Gauge.builder("reservations.oldest.open.age", this, ReservationMeters::oldestOpenAge)
        .description("For how long the open one stands unchanged that has done so for longest")
        .baseUnit("seconds")
        .register(registry);
  }

  private double oldestOpenAge() {
    Instant since = oldestOpen;
    return since == null
        ? 0
        : Math.max(0, Duration.between(since, clock.instant()).toMillis() / 1000.0);
  }

  private static Counter finished(ReservationStatus status, MeterRegistry registry) {
    return Counter.builder("reservations.finished")
        .description(
            "Outcomes settled by this process, each once; a cancelled one may have been confirmed")
        .tag("outcome", status.name().toLowerCase(Locale.ROOT))
        .register(registry);
  }

  /** Creates this bean, and with it every meter at 0. */
  void present(@Observes StartupEvent start) {}

  void accepted(@Observes ReservationAccepted event) {
    started.increment();
  }

  void settled(@Observes ReservationSettled event) {
    Reservation reservation = event.reservation();
    Counter counter = finished.get(reservation.status());
    if (counter == null || isCounted(reservation)) {
      return;
    }
    counter.increment();
    if (event.before() == ReservationStatus.PENDING && !reservation.wasStuckBefore()) {
      duration.record(Duration.between(reservation.createdAt(), reservation.updatedAt()));
    }
  }

  /** What dies again comes to ATTENTION again. */
  private static boolean isCounted(Reservation reservation) {
    return reservation.status() == ReservationStatus.ATTENTION && reservation.wasStuckBefore();
  }

  /** What a sweep could not look at may be the oldest still. */
  void swept(@Observes SweepReport report) {
    Instant before = oldestOpen;
    Instant found = report.oldest();
    boolean keep =
        report.failed() > 0 && before != null && (found == null || before.isBefore(found));
    oldestOpen = keep ? before : found;
  }

  @Scheduled(
      identity = "gauges",
      every = "10s",
      concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
  CompletionStage<Void> refresh() {
    return reservations.counts().thenAccept(this::keep).exceptionally(ReservationMeters::log);
  }

  private void keep(Reservations.Counts latest) {
    counts = latest;
  }

  private static @Nullable Void log(Throwable failure) {
    LOG.debugf("gauges keep their last values: %s", failure.getMessage());
    return null;
  }
}
