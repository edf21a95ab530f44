package travel.saga.reservation.saga;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import travel.saga.dapr.WorkflowHarness;
import travel.saga.reservation.Booking;
import travel.saga.reservation.BookingKey;
import travel.saga.reservation.Done;
import travel.saga.reservation.Money;
import travel.saga.reservation.NotifyRequest;
import travel.saga.reservation.Payment;
import travel.saga.reservation.Postponement;
import travel.saga.reservation.Reason;
import travel.saga.reservation.ReservationStatus;
import travel.saga.reservation.Settled;
import travel.saga.reservation.StepResult;
import travel.saga.reservation.WireFormat;

/** Activities for saga tests: they succeed, unless told to refuse or to fail a number of times. */
final class FakePartners implements WorkflowHarness.Steps {
  private final Map<String, Integer> faults = new HashMap<>();
  private final Map<String, Integer> postponed = new HashMap<>();
  private final Map<String, Duration> postponements = new HashMap<>();
  private final Map<String, StepResult.Refused<?>> refusals = new HashMap<>();
  private final List<NotifyRequest> announced = new ArrayList<>();
  private final List<JsonNode> inputs = new ArrayList<>();
  private ReservationStatus decided = ReservationStatus.CONFIRMED;
  private boolean cancelled;

  FakePartners fails(String step, int times) {
    faults.put(step, times);
    return this;
  }

  /** Does not try the step that often, and says for how long that would be of no use. */
  FakePartners postpones(String step, int times, Duration delay) {
    postponed.put(step, times);
    postponements.put(step, delay);
    return this;
  }

  FakePartners refuses(String step) {
    refusals.put(step, new StepResult.Refused<>(new travel.saga.reservation.Refusal("no", "No.")));
    return this;
  }

  /** What the record says when the saga wants to confirm. */
  FakePartners decided(ReservationStatus status) {
    decided = status;
    return this;
  }

  /** The reservation is being cancelled: no step that takes something is tried again. */
  FakePartners cancelled() {
    cancelled = true;
    return this;
  }

  /** What the record was asked to become, in order. */
  List<NotifyRequest> announced() {
    return announced;
  }

  List<JsonNode> inputs() {
    return inputs;
  }

  @Override
  public Object run(String step, JsonNode input) {
    inputs.add(input);
    if (input.path("demo_refusal").asBoolean()) {
      return StepResult.refused("demo", "As asked.");
    }
    if (cancelled && input.path("forward").asBoolean() && input.path("attempt").asInt() > 1) {
      return StepResult.refused(Reason.CANCELLED, "Cancelled.");
    }
    if (faults.merge(step, -1, Integer::sum) >= 0) {
      throw new IllegalStateException("connection reset");
    }
    if (postponed.merge(step, -1, Integer::sum) >= 0) {
      return new StepResult.Postponed<>(
          new Postponement(postponements.getOrDefault(step, Duration.ZERO), "Not now."));
    }
    StepResult.Refused<?> refusal = refusals.get(step);
    return refusal == null ? answer(step, input) : refusal;
  }

  private Object answer(String step, JsonNode input) {
    return switch (step) {
      case "reserve-flight" -> new Booking("FL-1", Booking.Status.HELD, euro("300.00"));
      case "reserve-car" -> new Booking("CA-1", Booking.Status.HELD, euro("112.50"));
      case "process-payment" -> new Payment("PA-1", Payment.Status.CHARGED, euro("412.50"));
      case "notify-success", "notify-failure" -> settle(input);
      default -> new Done(new BookingKey(input.path("key").asText()));
    };
  }

  private Settled settle(JsonNode input) {
    NotifyRequest request = WireFormat.MAPPER.convertValue(input, NotifyRequest.class);
    announced.add(request);
    ReservationStatus wanted = request.outcome().status();
    return new Settled(wanted == ReservationStatus.CONFIRMED ? decided : settled(wanted));
  }

  private ReservationStatus settled(ReservationStatus wanted) {
    return cancelled && wanted == ReservationStatus.REJECTED ? ReservationStatus.CANCELLED : wanted;
  }

  static Money euro(String amount) {
    return new Money(new BigDecimal(amount), "EUR");
  }
}
