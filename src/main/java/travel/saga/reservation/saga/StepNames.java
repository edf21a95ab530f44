package travel.saga.reservation.saga;

import static travel.saga.car.CarSteps.CANCEL_CAR;
import static travel.saga.car.CarSteps.CONFIRM_CAR;
import static travel.saga.car.CarSteps.RESERVE_CAR;
import static travel.saga.flight.FlightSteps.CANCEL_FLIGHT;
import static travel.saga.flight.FlightSteps.CONFIRM_FLIGHT;
import static travel.saga.flight.FlightSteps.RESERVE_FLIGHT;
import static travel.saga.notification.NotificationSteps.NOTIFY_FAILURE;
import static travel.saga.notification.NotificationSteps.NOTIFY_SUCCESS;
import static travel.saga.payment.PaymentSteps.PROCESS_PAYMENT;
import static travel.saga.payment.PaymentSteps.REFUND_PAYMENT;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import travel.saga.reservation.Step;

/** The wire names of all steps and compensations, as settings may use them. */
@RegisterForReflection // made by the configuration
public final class StepNames implements Supplier<Iterable<String>> {
  static final List<String> ALL =
      Stream.of(
              RESERVE_FLIGHT,
              CANCEL_FLIGHT,
              RESERVE_CAR,
              CANCEL_CAR,
              PROCESS_PAYMENT,
              REFUND_PAYMENT,
              CONFIRM_FLIGHT,
              CONFIRM_CAR,
              NOTIFY_SUCCESS,
              NOTIFY_FAILURE)
          .map(Step::name)
          .toList();

  @Override
  public Iterable<String> get() {
    return ALL;
  }
}
