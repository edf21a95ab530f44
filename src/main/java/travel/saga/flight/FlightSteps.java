package travel.saga.flight;

import travel.saga.reservation.Booking;
import travel.saga.reservation.Confirm;
import travel.saga.reservation.Done;
import travel.saga.reservation.Step;
import travel.saga.reservation.Undo;

/** The contracts of the flight steps; the names stand in stored histories. */
public final class FlightSteps {
  static final String RESERVE_FLIGHT_NAME = "reserve-flight";
  static final String CONFIRM_FLIGHT_NAME = "confirm-flight";
  static final String CANCEL_FLIGHT_NAME = "cancel-flight";

  public static final Step<ReserveFlight, Booking> RESERVE_FLIGHT =
      new Step<>(RESERVE_FLIGHT_NAME, ReserveFlight.class, Booking.class);
  public static final Step<Confirm, Done> CONFIRM_FLIGHT =
      new Step<>(CONFIRM_FLIGHT_NAME, Confirm.class, Done.class);
  public static final Step<Undo, Done> CANCEL_FLIGHT =
      new Step<>(CANCEL_FLIGHT_NAME, Undo.class, Done.class);

  private FlightSteps() {}
}
