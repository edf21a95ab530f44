package travel.saga.reservation;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The record of a reservation: the one place where its outcome is decided. */
public record Reservation(
    ReservationId id,
    ReservationStatus status,
    Trip trip,
    Bookings bookings,
    @Nullable Reason reason,
    List<OpenCompensation> openCompensations,
    Instant createdAt,
    Instant updatedAt) {

  public static Reservation pending(ReservationId id, Trip trip, Instant now) {
    return new Reservation(
        id, ReservationStatus.PENDING, trip, Bookings.NONE, null, List.of(), now, now);
  }

  /**
   * The record after the saga has ended with {@code outcome}, or this very record where it has been
   * decided otherwise before: a cancel that came first wins over a confirmation, and an ended
   * reservation stays as it is. ATTENTION ends when everything has been undone after all.
   */
  public Reservation settle(Outcome outcome, Instant now) {
    return switch (status) {
      case PENDING -> settled(outcome.status(), outcome, now);
      case CANCELLING -> settleCancelling(outcome, now);
      case ATTENTION -> settleAttention(outcome, now);
      case CONFIRMED, REJECTED, CANCELLED -> this;
    };
  }

  /**
   * What is taken while the saga runs, as the saga tells it; the record itself has it at the end.
   */
  public Reservation withProgress(Bookings progress) {
    return new Reservation(
        id, status, trip, progress, reason, openCompensations, createdAt, updatedAt);
  }

  private Reservation settleCancelling(Outcome outcome, Instant now) {
    return switch (outcome.status()) {
      case REJECTED, CANCELLED -> settled(ReservationStatus.CANCELLED, outcome, now);
      case ATTENTION -> settled(ReservationStatus.ATTENTION, outcome, now);
      case CONFIRMED, PENDING, CANCELLING -> this;
    };
  }

  private Reservation settleAttention(Outcome outcome, Instant now) {
    return switch (outcome.status()) {
      case REJECTED, CANCELLED -> settled(outcome.status(), outcome, now);
      case ATTENTION ->
          openCompensations.equals(outcome.openCompensations())
              ? this
              : settled(outcome.status(), outcome, now);
      case CONFIRMED, PENDING, CANCELLING -> this;
    };
  }

  private Reservation settled(ReservationStatus next, Outcome outcome, Instant now) {
    return new Reservation(
        id,
        next,
        trip,
        outcome.bookings(),
        outcome.reason(),
        outcome.openCompensations(),
        createdAt,
        now);
  }
}
