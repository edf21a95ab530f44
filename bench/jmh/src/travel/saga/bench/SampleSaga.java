package travel.saga.bench;

import static travel.saga.car.CarSteps.CONFIRM_CAR;
import static travel.saga.car.CarSteps.RESERVE_CAR;
import static travel.saga.flight.FlightSteps.CONFIRM_FLIGHT;
import static travel.saga.flight.FlightSteps.RESERVE_FLIGHT;
import static travel.saga.notification.NotificationSteps.NOTIFY_SUCCESS;
import static travel.saga.payment.PaymentSteps.PROCESS_PAYMENT;

import com.google.protobuf.StringValue;
import io.dapr.durabletask.implementation.protobuf.OrchestratorService.ActivityResponse;
import io.dapr.durabletask.implementation.protobuf.OrchestratorService.ExecutionStartedEvent;
import io.dapr.durabletask.implementation.protobuf.OrchestratorService.HistoryEvent;
import io.dapr.durabletask.implementation.protobuf.OrchestratorService.OrchestrationStatus;
import io.dapr.durabletask.implementation.protobuf.OrchestratorService.OrchestratorRequest;
import io.dapr.durabletask.implementation.protobuf.OrchestratorService.OrchestratorResponse;
import io.dapr.durabletask.implementation.protobuf.OrchestratorService.WorkItem;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import travel.saga.dapr.TurnWorker;
import travel.saga.engine.history.Events;
import travel.saga.engine.history.Extent;
import travel.saga.engine.history.Identity;
import travel.saga.engine.history.Instance;
import travel.saga.engine.history.Payloads;
import travel.saga.engine.history.Progress;
import travel.saga.engine.history.RunHistory;
import travel.saga.engine.history.TurnAnswer;
import travel.saga.engine.history.TurnOutcome;
import travel.saga.reservation.Booking;
import travel.saga.reservation.Bookings;
import travel.saga.reservation.Done;
import travel.saga.reservation.Money;
import travel.saga.reservation.Outcome;
import travel.saga.reservation.Payment;
import travel.saga.reservation.Reservation;
import travel.saga.reservation.ReservationId;
import travel.saga.reservation.ReservationStatus;
import travel.saga.reservation.Settled;
import travel.saga.reservation.Traveller;
import travel.saga.reservation.Trip;
import travel.saga.reservation.WireFormat;
import travel.saga.reservation.saga.Backoff;
import travel.saga.reservation.saga.ReservationWorkflow;
import travel.saga.reservation.saga.SagaLimits;

/**
 * The saga of a reservation that is confirmed, turn by turn as the engine meets it. The turns are
 * the real worker's and the real fold's; the partners' answers are the built-in partners'.
 */
final class SampleSaga {
  /** How many turns it has: one for each of six activities, and the first. */
  static final int TURNS = 7;

  /**
   * One turn.
   *
   * @param before the run that the turn finds
   * @param arrived the one event that waits for the turn
   * @param shown what the worker is shown as new: the turn's start, then what has arrived
   * @param item what the worker is given
   * @param after the run that the turn leaves
   */
  record Turn(
      RunHistory before,
      HistoryEvent arrived,
      List<HistoryEvent> shown,
      WorkItem item,
      OrchestratorResponse answer,
      Instant time,
      TurnOutcome.Advanced outcome,
      Instance after) {}

  private static final String APP_ID = "reservations";
  private static final ReservationId ID = new ReservationId("019b76da-a800-7c3a-9d51-3f6a8c2d4e10");
  private static final Trip TRIP =
      new Trip(new Traveller("Katherine", "Johnson"), "Lisbon", "compact", null);
  private static final Booking FLIGHT =
      new Booking("FL-8DLQLQY6", Booking.Status.HELD, euros("240.00"));
  private static final Booking CAR =
      new Booking("CAR-R7XSM8MB", Booking.Status.HELD, euros("172.50"));
  private static final Payment PAYMENT =
      new Payment("PAY-V9QSVW3W", Payment.Status.CHARGED, euros("412.50"));

  /** The default settings. */
  private static final SagaLimits LIMITS =
      new SagaLimits(
          Duration.ofMinutes(2),
          Duration.ofSeconds(10),
          new Backoff(Duration.ofMillis(200), 2, Duration.ofSeconds(15)),
          12,
          new Backoff(Duration.ofMillis(200), 3, Duration.ofMinutes(5)),
          Map.of());

  private static final Map<String, Object> ANSWERS =
      Map.of(
          RESERVE_FLIGHT.name(),
          FLIGHT,
          RESERVE_CAR.name(),
          CAR,
          PROCESS_PAYMENT.name(),
          PAYMENT,
          CONFIRM_FLIGHT.name(),
          new Done(ID.key("flight")),
          CONFIRM_CAR.name(),
          new Done(ID.key("car")),
          NOTIFY_SUCCESS.name(),
          new Settled(ReservationStatus.CONFIRMED));

  private final String input = json(new ReservationWorkflow.Input(ID, TRIP, LIMITS));
  private final List<Turn> turns = new ArrayList<>();
  private Instant now = Instant.parse("2026-01-01T00:00:00.123456Z");

  SampleSaga() {
    TurnWorker worker = new TurnWorker();
    HistoryEvent arrived = started();
    while (turns.size() < TURNS) {
      Turn turn = turn(worker, arrived);
      turns.add(turn);
      if (!turn.outcome().isEnd()) {
        arrived = answered(turn.outcome());
      }
    }
    if (!end().progress().isTerminal()) {
      throw new IllegalStateException("The saga has not ended: " + end());
    }
  }

  List<Turn> turns() {
    return turns;
  }

  /** The run of which nothing is recorded yet. */
  Instance beginning() {
    return turns.get(0).before().instance();
  }

  Instance end() {
    return turns.get(TURNS - 1).after();
  }

  /** All events of all turns. */
  List<HistoryEvent> history() {
    return turns.stream().flatMap(turn -> turn.outcome().events().stream()).toList();
  }

  /** What is kept of the reservation in the end. */
  static Reservation reservation() {
    Bookings bookings =
        new Bookings(
            FLIGHT.as(Booking.Status.CONFIRMED), CAR.as(Booking.Status.CONFIRMED), PAYMENT);
    Instant created = Instant.parse("2026-01-01T00:00:00.123456Z");
    return Reservation.pending(ID, TRIP, created)
        .settle(Outcome.confirmed(bookings), created.plusMillis(9));
  }

  private Turn turn(TurnWorker worker, HistoryEvent arrived) {
    RunHistory run = before();
    Instant time = Instant.ofEpochMilli(tick().toEpochMilli());
    List<HistoryEvent> shown = List.of(Events.turnStarted(time), arrived);
    WorkItem item =
        WorkItem.newBuilder()
            .setOrchestratorRequest(
                OrchestratorRequest.newBuilder()
                    .setInstanceId(ID.value())
                    .setExecutionId(StringValue.of(run.instance().identity().executionId()))
                    .addAllPastEvents(run.events())
                    .addAllNewEvents(shown))
            .setCompletionToken("1-" + turns.size())
            .build();
    OrchestratorResponse answer = worker.answer(item);
    var outcome = (TurnOutcome.Advanced) TurnAnswer.apply(run, shown, answer, tick());
    RunHistory after = before();
    after.append(outcome.events(), outcome.customStatus(), time.toEpochMilli());
    return new Turn(run, arrived, shown, item, answer, now, outcome, after.instance());
  }

  private RunHistory before() {
    if (turns.isEmpty()) {
      Progress progress =
          new Progress(OrchestrationStatus.ORCHESTRATION_STATUS_PENDING, now, now, null, null);
      return new RunHistory(new Instance(identity(), progress, Payloads.of(input), Extent.none(0)));
    }
    return RunHistory.restore(end(turns), history());
  }

  private static Instance end(List<Turn> turns) {
    return turns.get(turns.size() - 1).after();
  }

  private static Identity identity() {
    String execution = "5f0f7f6e-3f3c-4d0e-8a55-0b1d2c3e4f50";
    return new Identity(1, ID.value(), 1, execution, ReservationWorkflow.NAME);
  }

  private HistoryEvent started() {
    ExecutionStartedEvent started =
        ExecutionStartedEvent.newBuilder()
            .setName(ReservationWorkflow.NAME)
            .setInput(StringValue.of(input))
            .setOrchestrationInstance(identity().onTheWire())
            .build();
    return Events.executionStarted(started, APP_ID, tick());
  }

  private HistoryEvent answered(TurnOutcome.Advanced outcome) {
    int id = outcome.activities().get(0);
    var scheduled =
        outcome.events().stream()
            .filter(event -> event.hasTaskScheduled() && event.getEventId() == id)
            .findFirst()
            .orElseThrow()
            .getTaskScheduled();
    Object answer = ANSWERS.get(scheduled.getName());
    if (answer == null) {
      throw new IllegalStateException("The saga took another way: " + scheduled.getName());
    }
    ActivityResponse response =
        ActivityResponse.newBuilder().setTaskId(id).setResult(StringValue.of(json(answer))).build();
    return Events.activityResolved(response, scheduled.getTaskExecutionId(), tick());
  }

  private Instant tick() {
    now = now.plusNanos(600_001);
    return now;
  }

  private static Money euros(String amount) {
    return new Money(new BigDecimal(amount), "EUR");
  }

  private static String json(Object value) {
    return new String(WireFormat.bytes(value), StandardCharsets.UTF_8);
  }
}
