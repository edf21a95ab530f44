package travel.saga.car;

import travel.saga.reservation.Booking;
import travel.saga.reservation.Confirm;
import travel.saga.reservation.Done;
import travel.saga.reservation.Step;
import travel.saga.reservation.Undo;

/** The contracts of the car steps; the names stand in stored histories. */
public final class CarSteps {
  static final String RESERVE_CAR_NAME = "reserve-car";
  static final String CONFIRM_CAR_NAME = "confirm-car";
  static final String CANCEL_CAR_NAME = "cancel-car";

  public static final Step<ReserveCar, Booking> RESERVE_CAR =
      new Step<>(RESERVE_CAR_NAME, ReserveCar.class, Booking.class);
  public static final Step<Confirm, Done> CONFIRM_CAR =
      new Step<>(CONFIRM_CAR_NAME, Confirm.class, Done.class);
  public static final Step<Undo, Done> CANCEL_CAR =
      new Step<>(CANCEL_CAR_NAME, Undo.class, Done.class);

  private CarSteps() {}
}
