package travel.saga.api;

import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import travel.saga.reservation.Reason;
import travel.saga.reservation.Reservation;

/** Turns reservations into responses. */
final class Answers {
  private Answers() {}

  /** 202: taken, with or without an outcome. */
  static Response.ResponseBuilder taken(Reservation reservation) {
    return Response.accepted(ReservationView.of(reservation))
        .header(HttpHeaders.LOCATION, location(reservation));
  }

  /** What a caller who waited gets; {@code confirmed} is the status of the good end. */
  static Response.ResponseBuilder outcome(Reservation reservation, Response.Status confirmed) {
    return switch (reservation.status()) {
      case CONFIRMED ->
          Response.status(confirmed)
              .entity(ReservationView.of(reservation))
              .header(HttpHeaders.LOCATION, location(reservation));
      case REJECTED -> ended(ProblemType.RESERVATION_REJECTED, reservation);
      case CANCELLED -> ended(ProblemType.RESERVATION_CANCELLED, reservation);
      case PENDING, CANCELLING, ATTENTION -> taken(reservation);
    };
  }

  static Response found(Reservation reservation) {
    return Response.ok(ReservationView.of(reservation)).build();
  }

  private static Response.ResponseBuilder ended(ProblemType type, Reservation reservation) {
    Reason reason = reservation.reason();
    String detail = reason == null ? type.title() + "." : reason.step() + ": " + reason.message();
    return Problem.about(type, detail, reservation).response();
  }

  /** Relative, for only the caller knows under which name this service was reached. */
  private static String location(Reservation reservation) {
    return "/reservations/" + reservation.id();
  }
}
