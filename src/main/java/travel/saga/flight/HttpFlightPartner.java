package travel.saga.flight;

import travel.saga.partner.PartnerHolds;
import travel.saga.reservation.Booking;
import travel.saga.reservation.BookingKey;
import travel.saga.reservation.Done;
import travel.saga.reservation.StepResult;

/** Holds seats at a partner that is called over HTTP; {@link ReserveFlight} is the body. */
final class HttpFlightPartner implements FlightPartner {
  private final PartnerHolds holds;

  HttpFlightPartner(PartnerHolds holds) {
    this.holds = holds;
  }

  @Override
  public StepResult<Booking> hold(ReserveFlight request) {
    return holds.hold(request.key(), request);
  }

  @Override
  public StepResult<Done> confirm(BookingKey key) {
    return holds.confirm(key);
  }

  @Override
  public void cancel(BookingKey key) {
    holds.cancel(key);
  }
}
