package travel.saga.reservation;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a saga wants its reservation settled. The record decides: see {@link
 * Reservation#settle(Outcome, java.time.Instant)}.
 */
public record Outcome(
    ReservationStatus status,
    Bookings bookings,
    @Nullable Reason reason,
    List<OpenCompensation> openCompensations) {

  public static Outcome confirmed(Bookings bookings) {
    return new Outcome(ReservationStatus.CONFIRMED, bookings, null, List.of());
  }

  /** Undone completely, or at {@link ReservationStatus#ATTENTION} with what is still open. */
  public static Outcome undone(
      ReservationStatus status,
      Bookings bookings,
      @Nullable Reason reason,
      List<OpenCompensation> open) {
    return new Outcome(
        open.isEmpty() ? status : ReservationStatus.ATTENTION, bookings, reason, open);
  }

  /** What the record made of it. */
  public Outcome as(ReservationStatus settled) {
    return new Outcome(settled, bookings, reason, openCompensations);
  }
}
