package travel.saga.car;

import travel.saga.reservation.Booking;
import travel.saga.reservation.Confirm;
import travel.saga.reservation.Done;
import travel.saga.reservation.Step;
import travel.saga.reservation.Undo;

/** The contracts of the car steps; the names stand in stored histories. */
public final class CarSteps {
  public static final Step<ReserveCar, Booking> RESERVE_CAR =
      new Step<>("reserve-car", ReserveCar.class, Booking.class);
  public static final Step<Confirm, Done> CONFIRM_CAR =
      new Step<>("confirm-car", Confirm.class, Done.class);
  public static final Step<Undo, Done> CANCEL_CAR =
      new Step<>("cancel-car", Undo.class, Done.class);

  private CarSteps() {}
}
