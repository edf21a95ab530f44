package travel.saga.notification;

import java.util.List;
import org.jspecify.annotations.Nullable;
import travel.saga.reservation.Booking;
import travel.saga.reservation.OpenCompensation;
import travel.saga.reservation.Payment;
import travel.saga.reservation.Reason;
import travel.saga.reservation.Reservation;

/** The data of an {@link OutcomeEvent}: the reservation as the HTTP API shows it. */
record OutcomeData(
    String reservationId,
    String status,
    String firstName,
    String lastName,
    String location,
    String carClass,
    @Nullable Booking flight,
    @Nullable Booking car,
    @Nullable Payment payment,
    @Nullable Reason reason,
    @Nullable List<OpenCompensation> openCompensations) {

  static OutcomeData of(Reservation settled) {
    var trip = settled.trip();
    var bookings = settled.bookings();
    return new OutcomeData(
        settled.id().value(),
        settled.status().name(),
        trip.traveller().firstName(),
        trip.traveller().lastName(),
        trip.location(),
        trip.carClass(),
        bookings.flight(),
        bookings.car(),
        bookings.payment(),
        settled.reason(),
        settled.openCompensations().isEmpty() ? null : settled.openCompensations());
  }
}
