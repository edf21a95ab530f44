package travel.saga.flight;

import travel.saga.reservation.Booking;
import travel.saga.reservation.Confirm;
import travel.saga.reservation.Done;
import travel.saga.reservation.Step;
import travel.saga.reservation.Undo;

/** The contracts of the flight steps; the names stand in stored histories. */
public final class FlightSteps {
  public static final Step<ReserveFlight, Booking> RESERVE_FLIGHT =
      new Step<>("reserve-flight", ReserveFlight.class, Booking.class);
  public static final Step<Confirm, Done> CONFIRM_FLIGHT =
      new Step<>("confirm-flight", Confirm.class, Done.class);
  public static final Step<Undo, Done> CANCEL_FLIGHT =
      new Step<>("cancel-flight", Undo.class, Done.class);

  private FlightSteps() {}
}
