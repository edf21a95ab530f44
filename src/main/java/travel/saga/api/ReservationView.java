package travel.saga.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;
import travel.saga.reservation.Booking;
import travel.saga.reservation.OpenCompensation;
import travel.saga.reservation.Payment;
import travel.saga.reservation.Reason;
import travel.saga.reservation.Reservation;
import travel.saga.reservation.ReservationStatus;

/** A reservation as callers see it. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
public record ReservationView(
    @Schema(examples = "019a0c5ce5c1-0b0cc9a2-6f4f-4e6b-8ad4-0a7c0ff7c9d1") String reservationId,
    ReservationStatus status,
    @Schema(examples = "Ada") String firstName,
    @Schema(examples = "Lovelace") String lastName,
    @Schema(examples = "London") String location,
    @Schema(examples = "compact") String carClass,
    @Nullable Booking flight,
    @Nullable Booking car,
    @Nullable Payment payment,
    @Nullable Reason reason,
    @Nullable List<OpenCompensation> openCompensations,
    Instant createdAt,
    Instant updatedAt) {

  static ReservationView of(Reservation reservation) {
    List<OpenCompensation> open = reservation.openCompensations();
    return new ReservationView(
        reservation.id().value(),
        reservation.status(),
        reservation.trip().traveller().firstName(),
        reservation.trip().traveller().lastName(),
        reservation.trip().location(),
        reservation.trip().carClass(),
        reservation.bookings().flight(),
        reservation.bookings().car(),
        reservation.bookings().payment(),
        reservation.reason(),
        reservation.status() == ReservationStatus.ATTENTION ? open : null,
        reservation.createdAt(),
        reservation.updatedAt());
  }

  /** Personal data stays out of logs. */
  @Override
  public String toString() {
    return "ReservationView[" + reservationId + ", " + status + "]";
  }
}
