package travel.saga.ops;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import travel.saga.SettableClock;
import travel.saga.reservation.InMemoryReservations;
import travel.saga.reservation.OpenCompensation;
import travel.saga.reservation.Outcome;
import travel.saga.reservation.Reservation;
import travel.saga.reservation.ReservationId;
import travel.saga.reservation.ReservationSettled;
import travel.saga.reservation.ReservationStatus;
import travel.saga.reservation.Samples;
import travel.saga.reservation.SweepReport;

/** Every reservation is timed once, and counted at most once under each outcome. */
class ReservationMetersTest {
  private static final SweepReport SWEPT_NOTHING = new SweepReport(0, 0, 0, 0, null);
  private static final ReservationId ID = new ReservationId("r1");

  private final SettableClock clock = new SettableClock();
  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final ReservationMeters meters =
      new ReservationMeters(new InMemoryReservations(), clock, registry);

  private Reservation record = Reservation.pending(ID, Samples.TRIP, Samples.START);
  private Instant now = Samples.START;

  @Test
  void timesAReservationWhenItIsFirstSettled() {
    settle(Samples.outcome(ReservationStatus.CONFIRMED));

    assertThat(timed()).isEqualTo(1);
    assertThat(registry.get("reservations.duration").timer().totalTime(TimeUnit.SECONDS))
        .isEqualTo(1);
    assertThat(finished("confirmed")).isEqualTo(1);
  }

  @ParameterizedTest
  @EnumSource(names = {"CONFIRMED", "REJECTED"})
  void timesARerunNotASecondTime(ReservationStatus end) {
    settle(dead());
    rerun();
    settle(Samples.outcome(end));

    assertThat(timed()).isEqualTo(1);
    assertThat(finished("attention")).isEqualTo(1);
    assertThat(finished(end.name().toLowerCase(java.util.Locale.ROOT))).isEqualTo(1);
  }

  @Test
  void countsOneThatDiesAgainOnce() {
    settle(dead());
    rerun();
    settle(dead());
    rerun();
    settle(dead());

    assertThat(timed()).isEqualTo(1);
    assertThat(finished("attention")).isEqualTo(1);
  }

  /** Nobody had noticed that the saga was dead. */
  @Test
  void timesARerunThatHadNoOutcomeBefore() {
    rerun();
    settle(Samples.outcome(ReservationStatus.CONFIRMED));

    assertThat(timed()).isEqualTo(1);
    assertThat(finished("confirmed")).isEqualTo(1);
  }

  @Test
  void countsACancelBesideTheConfirmationAndDoesNotTimeIt() {
    settle(Samples.outcome(ReservationStatus.CONFIRMED));
    record = record.cancel(later());
    settle(Samples.outcome(ReservationStatus.CANCELLED));

    assertThat(timed()).isEqualTo(1);
    assertThat(finished("confirmed")).isEqualTo(1);
    assertThat(finished("cancelled")).isEqualTo(1);
  }

  @Test
  void tellsTheAgeOfWhatStandsUnchangedForLongest() {
    Instant since = clock.instant();
    assertThat(age()).isZero();

    meters.swept(new SweepReport(2, 0, 0, 0, since));
    clock.advance(Duration.ofMinutes(31));

    assertThat(age()).isEqualTo(31 * 60);
    meters.swept(SWEPT_NOTHING);
    assertThat(age()).isZero();
  }

  @Test
  void keepsTheAgeOfWhatTheSweepCouldNotLookAt() {
    Instant since = clock.instant();
    meters.swept(new SweepReport(1, 0, 0, 0, since));
    clock.advance(Duration.ofSeconds(90));

    meters.swept(new SweepReport(1, 0, 0, 1, null));
    assertThat(age()).isEqualTo(90);
    meters.swept(new SweepReport(2, 0, 0, 1, clock.instant()));
    assertThat(age()).isEqualTo(90);
    meters.swept(new SweepReport(2, 0, 0, 1, since.minusSeconds(1)));
    assertThat(age()).isEqualTo(91);
  }

  private double age() {
    return registry.get("reservations.oldest.open.age").gauge().value();
  }

  /** What a workflow that died leaves open. */
  private static Outcome dead() {
    List<OpenCompensation> all =
        List.of(
            new OpenCompensation("refund-payment", ID.key("payment"), 0),
            new OpenCompensation("cancel-car", ID.key("car"), 0),
            new OpenCompensation("cancel-flight", ID.key("flight"), 0));
    return new Outcome(ReservationStatus.ATTENTION, Samples.TAKEN, null, all);
  }

  private void rerun() {
    record = record.rerun(Samples.RERUN, later());
    assertThat(record.status()).isEqualTo(ReservationStatus.PENDING);
  }

  private void settle(Outcome outcome) {
    Reservation before = record;
    record = before.settle(outcome, later());
    assertThat(record.status()).isEqualTo(outcome.status());
    meters.settled(new ReservationSettled(before.status(), record));
  }

  private Instant later() {
    now = now.plus(Duration.ofSeconds(1));
    return now;
  }

  private long timed() {
    return registry.get("reservations.duration").timer().count();
  }

  private double finished(String outcome) {
    return registry.get("reservations.finished").tag("outcome", outcome).counter().count();
  }
}
