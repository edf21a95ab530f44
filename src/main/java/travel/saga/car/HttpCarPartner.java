package travel.saga.car;

import travel.saga.partner.PartnerHolds;
import travel.saga.reservation.Booking;
import travel.saga.reservation.BookingKey;
import travel.saga.reservation.Done;
import travel.saga.reservation.StepResult;

/** Holds cars at a partner that is called over HTTP; {@link ReserveCar} is the body. */
final class HttpCarPartner implements CarPartner {
  private final PartnerHolds holds;

  HttpCarPartner(PartnerHolds holds) {
    this.holds = holds;
  }

  @Override
  public StepResult<Booking> hold(ReserveCar request) {
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
