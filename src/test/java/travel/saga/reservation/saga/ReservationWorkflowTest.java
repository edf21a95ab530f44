package travel.saga.reservation.saga;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import travel.saga.dapr.WorkflowHarness;
import travel.saga.reservation.Booking;
import travel.saga.reservation.OpenCompensation;
import travel.saga.reservation.Outcome;
import travel.saga.reservation.Payment;
import travel.saga.reservation.Reason;
import travel.saga.reservation.ReservationId;
import travel.saga.reservation.ReservationStatus;
import travel.saga.reservation.RunType;
import travel.saga.reservation.Step;
import travel.saga.reservation.Traveller;
import travel.saga.reservation.Trip;

class ReservationWorkflowTest {
  private static final ReservationId ID = new ReservationId("r1");
  private static final List<String> HAPPY =
      ReservationWorkflow.FORWARD.stream().map(Step::name).toList();

  private final FakePartners partners = new FakePartners();
  private WorkflowHarness harness =
      new WorkflowHarness(ReservationWorkflow.NAME, new ReservationWorkflow(), partners);

  @Test
  void booksFlightCarAndPaymentAndConfirmsBoth() {
    Outcome outcome = run(null);

    assertThat(harness.calls()).isEqualTo(HAPPY);
    assertThat(outcome.status()).isEqualTo(ReservationStatus.CONFIRMED);
    assertThat(outcome.bookings().flight())
        .isNotNull()
        .extracting(Booking::status)
        .isEqualTo(Booking.Status.CONFIRMED);
    assertThat(outcome.bookings().car())
        .isNotNull()
        .extracting(Booking::status)
        .isEqualTo(Booking.Status.CONFIRMED);
    assertThat(outcome.bookings().payment())
        .isNotNull()
        .extracting(payment -> payment.amount().amount().toPlainString())
        .isEqualTo("412.50");
  }

  @Test
  void sendsTheKeysOfTheReservationAndTheTotalOfBothPrices() {
    run(null);

    assertThat(partners.inputs())
        .filteredOn(input -> input.has("key"))
        .extracting(input -> input.get("key").asText())
        .containsExactly("r1-flight", "r1-car", "r1-payment", "r1-flight", "r1-car");
    JsonNode payment = partners.inputs().get(2);
    assertThat(payment.at("/amount/amount").asText()).isEqualTo("412.50");
    assertThat(payment.at("/reservation_id").asText()).isEqualTo("r1");
    assertThat(payment.at("/attempt").asInt()).isEqualTo(1);
  }

  static Stream<Arguments> refusals() {
    return Stream.of(
        Arguments.of(RunType.FAIL_FLIGHTS_RESERVATION, 1, List.of("cancel-flight")),
        Arguments.of(
            RunType.FAIL_CAR_RENTAL_RESERVATION, 2, List.of("cancel-car", "cancel-flight")),
        Arguments.of(
            RunType.FAIL_PAYMENT, 3, List.of("refund-payment", "cancel-car", "cancel-flight")),
        Arguments.of(
            RunType.FAIL_FLIGHTS_CONFIRMATION,
            4,
            List.of("refund-payment", "cancel-car", "cancel-flight")),
        Arguments.of(
            RunType.FAIL_CAR_RENTAL_CONFIRMATION,
            5,
            List.of("refund-payment", "cancel-car", "cancel-flight")));
  }

  @ParameterizedTest
  @MethodSource("refusals")
  void undoesWhatWasBegunNewestFirstWhenAStepRefuses(
      RunType runType, int stepsTaken, List<String> undone) {
    Outcome outcome = run(runType);

    List<String> forward = HAPPY.subList(0, stepsTaken);
    assertThat(harness.calls())
        .isEqualTo(
            Stream.of(forward, undone, List.of("notify-failure")).flatMap(List::stream).toList());
    assertThat(outcome.status()).isEqualTo(ReservationStatus.REJECTED);
    assertThat(outcome.reason())
        .isEqualTo(new Reason(forward.get(stepsTaken - 1), "demo", "As asked."));
    assertNothingTaken(outcome);
  }

  @ParameterizedTest
  @MethodSource("refusals")
  void undoesAStepWhoseAnswerNeverCame(RunType runType, int stepsTaken, List<String> undone) {
    String step = HAPPY.get(stepsTaken - 1);
    partners.fails(step, Integer.MAX_VALUE);

    Outcome outcome = run(null);

    assertThat(harness.calls().stream().filter(name -> !HAPPY.contains(name)))
        .containsExactlyElementsOf(
            Stream.concat(undone.stream(), Stream.of("notify-failure")).toList());
    assertThat(Objects.requireNonNull(outcome.reason()).code()).isEqualTo(Reason.FAULT);
    assertThat(outcome.reason().step()).isEqualTo(step);
    assertThat(outcome.reason().message()).doesNotContain("connection reset");
    assertNothingTaken(outcome);
  }

  @Test
  void retriesAFaultAndCountsTheAttempts() {
    partners.fails("reserve-car", 3);

    Outcome outcome = run(null);

    assertThat(outcome.status()).isEqualTo(ReservationStatus.CONFIRMED);
    assertThat(partners.inputs().subList(1, 5))
        .extracting(input -> input.get("attempt").asInt())
        .containsExactly(1, 2, 3, 4);
    assertThat(harness.timers()).hasSize(3);
  }

  @Test
  void givesAStepUpWhenItsLimitIsSpent() {
    partners.fails("reserve-car", Integer.MAX_VALUE);

    run(null);

    Duration waited = harness.timers().stream().reduce(Duration.ZERO, Duration::plus);
    assertThat(waited).isBetween(Duration.ofSeconds(90), Duration.ofMinutes(2));
  }

  @Test
  void doesNotChargeTheLimitForTimeWithoutAWorker() {
    partners.fails("reserve-car", 3);
    harness =
        new WorkflowHarness(
            ReservationWorkflow.NAME,
            new ReservationWorkflow(),
            (step, input) -> {
              harness.pass(Duration.ofHours(1));
              return partners.run(step, input);
            });

    assertThat(run(null).status()).isEqualTo(ReservationStatus.CONFIRMED);
  }

  @Test
  void keepsToTheLimitWhenTheClockIsSetBack() {
    partners.fails("reserve-car", 1000);
    harness =
        new WorkflowHarness(
            ReservationWorkflow.NAME,
            new ReservationWorkflow(),
            (step, input) -> {
              harness.pass(Duration.ofHours(-1));
              return partners.run(step, input);
            });

    assertThat(run(null).status()).isEqualTo(ReservationStatus.REJECTED);
  }

  @Test
  void goesOnWithAStubbornCompensationWhenTheOthersAreUndone() {
    partners.refuses("confirm-flight").fails("refund-payment", 5);

    Outcome outcome = run(null);

    assertThat(harness.calls())
        .containsSubsequence(
            "refund-payment",
            "refund-payment",
            "refund-payment",
            "cancel-car",
            "cancel-flight",
            "refund-payment",
            "refund-payment",
            "refund-payment",
            "notify-failure");
    assertThat(outcome.status()).isEqualTo(ReservationStatus.REJECTED);
    assertNothingTaken(outcome);
  }

  @Test
  void asksForAttentionWhenACompensationNeverSucceeds() {
    partners.refuses("confirm-flight").fails("cancel-car", Integer.MAX_VALUE);

    Outcome outcome = run(null);

    assertThat(outcome.status()).isEqualTo(ReservationStatus.ATTENTION);
    assertThat(outcome.openCompensations())
        .containsExactly(new OpenCompensation("cancel-car", ID.key("car"), 12));
    assertThat(outcome.bookings().payment())
        .isNotNull()
        .extracting(Payment::status)
        .isEqualTo(Payment.Status.REFUNDED);
    assertThat(harness.calls().stream().filter("cancel-car"::equals)).hasSize(12);
    assertThat(harness.timers()).allMatch(delay -> delay.compareTo(Duration.ofMinutes(5)) <= 0);
  }

  /** Whatever else the record says than CONFIRMED, nobody but the saga knows what it has taken. */
  @ParameterizedTest
  @EnumSource(names = {"CANCELLING", "ATTENTION", "REJECTED", "CANCELLED"})
  void undoesEverythingWhenTheRecordDoesNotSayConfirmed(ReservationStatus decided) {
    partners.decided(decided);

    Outcome outcome = run(null);

    assertThat(harness.calls().subList(6, 10))
        .containsExactly("refund-payment", "cancel-car", "cancel-flight", "notify-failure");
    assertThat(outcome.status()).isEqualTo(ReservationStatus.CANCELLED);
    assertNothingTaken(outcome);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "reserve-flight",
        "reserve-car",
        "process-payment",
        "confirm-flight",
        "confirm-car"
      })
  void triesNoStepAgainThatWouldTakeSomethingForACancelledReservation(String step) {
    partners.cancelled().fails(step, 1).fails("cancel-flight", 2);

    Outcome outcome = run(null);

    assertThat(harness.calls().stream().filter(step::equals)).hasSize(2);
    assertThat(harness.calls())
        .doesNotContain("notify-success")
        .endsWith("cancel-flight", "cancel-flight", "cancel-flight", "notify-failure");
    assertThat(outcome.status()).isEqualTo(ReservationStatus.CANCELLED);
    assertThat(Objects.requireNonNull(outcome.reason()).code()).isEqualTo(Reason.CANCELLED);
    assertNothingTaken(outcome);
  }

  @Test
  void saysOfEachCallWhetherItTakesSomething() {
    partners.refuses("confirm-car");

    run(null);

    assertThat(partners.inputs())
        .extracting(input -> input.get("forward").asBoolean())
        .containsExactly(true, true, true, true, true, false, false, false, false);
  }

  @Test
  void neverGivesUpSettlingAndNeverUndoesABookingForIt() {
    partners.fails("notify-success", 40);

    Outcome outcome = run(null);

    assertThat(outcome.status()).isEqualTo(ReservationStatus.CONFIRMED);
    assertThat(harness.calls()).doesNotContain("refund-payment", "cancel-car", "cancel-flight");
  }

  @Test
  void tellsWhatIsTakenWhileItRuns() {
    run(null);

    assertThat(harness.customStatus()).contains("\"FL-1\"", "\"CA-1\"", "\"PA-1\"", "CONFIRMED");
  }

  private Outcome run(@Nullable RunType runType) {
    Trip trip = new Trip(new Traveller("hello", "there"), "spain", "compact", runType);
    WorkflowHarness.Ended ended =
        harness.run(new ReservationWorkflow.Input(ID, trip, Limits.DEFAULT));
    assertThat(ended.completed()).as(ended.output()).isTrue();
    return ended.as(Outcome.class);
  }

  private static void assertNothingTaken(Outcome outcome) {
    var bookings = outcome.bookings();
    if (bookings.flight() != null) {
      assertThat(bookings.flight().status()).isEqualTo(Booking.Status.CANCELLED);
    }
    if (bookings.car() != null) {
      assertThat(bookings.car().status()).isEqualTo(Booking.Status.CANCELLED);
    }
    if (bookings.payment() != null) {
      assertThat(bookings.payment().status()).isEqualTo(Payment.Status.REFUNDED);
    }
  }
}
