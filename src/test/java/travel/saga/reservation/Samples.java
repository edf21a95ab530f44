package travel.saga.reservation;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;

/** Values that tests share. */
public final class Samples {
  public static final Trip TRIP =
      new Trip(new Traveller("Ada", "Lovelace"), "London", "compact", null);
  public static final Bookings TAKEN =
      new Bookings(
          new Booking("F-1", Booking.Status.HELD, euros("250.00")),
          new Booking("C-1", Booking.Status.HELD, euros("162.50")),
          new Payment("P-1", Payment.Status.CHARGED, euros("412.50")));
  public static final Bookings CONFIRMED =
      new Bookings(
          new Booking("F-1", Booking.Status.CONFIRMED, euros("250.00")),
          new Booking("C-1", Booking.Status.CONFIRMED, euros("162.50")),
          new Payment("P-1", Payment.Status.CHARGED, euros("412.50")));
  public static final Reason NO_SEATS =
      new Reason("reserve-flight", "no_seats", "No seat is left to London.");
  public static final Instant START = Instant.parse("2026-03-01T10:00:00Z");

  /** What a rerun goes on from, where that does not matter. */
  public static final Rerun RERUN = new Rerun(new WorkflowId("r-1"), 4);

  private Samples() {}

  public static Money euros(String amount) {
    return new Money(new BigDecimal(amount), "EUR");
  }

  public static Outcome outcome(ReservationStatus status) {
    return switch (status) {
      case CONFIRMED -> Outcome.confirmed(CONFIRMED);
      case ATTENTION -> new Outcome(status, TAKEN, NO_SEATS, open());
      case PENDING, REJECTED, CANCELLING, CANCELLED ->
          new Outcome(status, TAKEN, NO_SEATS, List.of());
    };
  }

  public static Reservation record(ReservationId id, ReservationStatus status) {
    List<OpenCompensation> open =
        status == ReservationStatus.ATTENTION ? open() : List.<OpenCompensation>of();
    return new Reservation(id, status, TRIP, Bookings.NONE, null, open, null, START, START, null);
  }

  private static List<OpenCompensation> open() {
    return List.of(new OpenCompensation("cancel-car", new BookingKey("r-car"), 3));
  }
}
