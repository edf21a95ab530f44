package travel.saga.reservation.saga;

import static travel.saga.car.CarSteps.CONFIRM_CAR;
import static travel.saga.car.CarSteps.RESERVE_CAR;
import static travel.saga.flight.FlightSteps.CONFIRM_FLIGHT;
import static travel.saga.flight.FlightSteps.RESERVE_FLIGHT;
import static travel.saga.notification.NotificationSteps.NOTIFY_FAILURE;
import static travel.saga.notification.NotificationSteps.NOTIFY_SUCCESS;
import static travel.saga.payment.PaymentSteps.PROCESS_PAYMENT;

import io.dapr.workflows.Workflow;
import io.dapr.workflows.WorkflowContext;
import io.dapr.workflows.WorkflowStub;
import jakarta.inject.Singleton;
import java.util.List;
import org.jspecify.annotations.Nullable;
import travel.saga.car.ReserveCar;
import travel.saga.flight.ReserveFlight;
import travel.saga.payment.ProcessPayment;
import travel.saga.reservation.Booking;
import travel.saga.reservation.Bookings;
import travel.saga.reservation.Confirm;
import travel.saga.reservation.NotifyRequest;
import travel.saga.reservation.Outcome;
import travel.saga.reservation.Payment;
import travel.saga.reservation.Reason;
import travel.saga.reservation.ReservationId;
import travel.saga.reservation.ReservationStatus;
import travel.saga.reservation.RunType;
import travel.saga.reservation.Settled;
import travel.saga.reservation.Step;
import travel.saga.reservation.Traveller;
import travel.saga.reservation.Trip;
import travel.saga.reservation.WireName;

/** Books a trip: flight, car and payment, all of them or none. */
@Singleton
@WireName(ReservationWorkflow.NAME)
public final class ReservationWorkflow implements Workflow {
  public static final String NAME = "reservation"; // in stored histories

  /** What it calls when all goes well, in this order. */
  public static final List<Step<?, ?>> FORWARD =
      List.of(
          RESERVE_FLIGHT,
          RESERVE_CAR,
          PROCESS_PAYMENT,
          CONFIRM_FLIGHT,
          CONFIRM_CAR,
          NOTIFY_SUCCESS);

  /** What it calls last where something was undone. */
  public static final Step<?, ?> END_OF_UNDOING = NOTIFY_FAILURE;

  /** What the workflow is started with. */
  public record Input(ReservationId id, Trip trip, SagaLimits limits) {}

  @Override
  public WorkflowStub create() {
    return ReservationWorkflow::execute;
  }

  private static void execute(WorkflowContext ctx) {
    Input input = ctx.getInput(Input.class);
    RunType runType = input.trip().runType();
    Saga saga = new Saga(ctx, input.id(), input.limits(), runType, Bookings.NONE);
    ctx.complete(book(saga, input));
  }

  private static Outcome book(Saga saga, Input input) {
    try {
      reserve(saga, input.id(), input.trip());
    } catch (StepEndedException ended) {
      return undo(saga, input, ReservationStatus.REJECTED, ended.reason());
    }
    Outcome confirmed = Outcome.confirmed(saga.bookings());
    Settled settled = saga.step(NOTIFY_SUCCESS, announce(saga, input, confirmed)).callUntilDone();
    return settled.status() == ReservationStatus.CONFIRMED
        ? confirmed
        : undo(saga, input, ReservationStatus.CANCELLED, null);
  }

  /** The business, top to bottom. A step that is refused or given up ends the forward path. */
  private static void reserve(Saga saga, ReservationId id, Trip trip) {
    var flightKey = id.key("flight");
    var carKey = id.key("car");
    var paymentKey = id.key("payment");
    Traveller who = trip.traveller();

    Booking flight =
        saga.step(
                RESERVE_FLIGHT,
                new ReserveFlight(flightKey, trip.location(), who.firstName(), who.lastName()))
            .undoneBy(Compensation.CANCEL_FLIGHT, flightKey)
            .call();
    saga.progress(saga.bookings().withFlight(flight));

    Booking car =
        saga.step(
                RESERVE_CAR,
                new ReserveCar(
                    carKey, trip.carClass(), trip.location(), who.firstName(), who.lastName()))
            .undoneBy(Compensation.CANCEL_CAR, carKey)
            .call();
    saga.progress(saga.bookings().withCar(car));

    Payment payment =
        saga.step(PROCESS_PAYMENT, new ProcessPayment(paymentKey, flight.price().plus(car.price())))
            .undoneBy(Compensation.REFUND_PAYMENT, paymentKey)
            .call();
    saga.progress(saga.bookings().withPayment(payment));

    saga.step(CONFIRM_FLIGHT, new Confirm(flightKey)).call();
    saga.progress(saga.bookings().withFlight(flight.as(Booking.Status.CONFIRMED)));

    saga.step(CONFIRM_CAR, new Confirm(carKey)).call();
    saga.progress(saga.bookings().withCar(car.as(Booking.Status.CONFIRMED)));
  }

  private static Outcome undo(
      Saga saga, Input input, ReservationStatus status, @Nullable Reason reason) {
    var open = saga.compensations().run();
    Outcome undone = Outcome.undone(status, saga.bookings(), reason, open);
    Settled settled = saga.step(NOTIFY_FAILURE, announce(saga, input, undone)).callUntilDone();
    return undone.as(settled.status());
  }

  private static NotifyRequest announce(Saga saga, Input input, Outcome outcome) {
    return NotifyRequest.ofEnd(
        saga.workflow(),
        input.id(),
        outcome,
        input.trip().runType(),
        saga.compensations().registered());
  }
}
