package travel.saga.flight;

import travel.saga.ledger.ConfirmResult;
import travel.saga.ledger.Ledger;
import travel.saga.ledger.Ledgers;
import travel.saga.ledger.TakeResult;
import travel.saga.ledger.Terms;
import travel.saga.reservation.Booking;
import travel.saga.reservation.BookingKey;
import travel.saga.reservation.CurrencyConfig;
import travel.saga.reservation.Done;
import travel.saga.reservation.Money;
import travel.saga.reservation.StepResult;

/** Sells seats from the service's own store. */
final class LedgerFlightPartner implements FlightPartner {
  private final Ledger ledger;
  private final FlightTariff tariff;

  LedgerFlightPartner(Ledgers ledgers, FlightConfig config, CurrencyConfig currency) {
    this.ledger = ledgers.open("flight", "FL");
    this.tariff = new FlightTariff(config, currency);
  }

  @Override
  public StepResult<Booking> hold(ReserveFlight request) {
    String location = request.location();
    var terms = new Terms(location, tariff.price().text(), tariff.capacity(location));
    TakeResult result = ledger.take(request.key().value(), terms);
    if (result instanceof TakeResult.Taken taken) {
      // HELD also where it is confirmed by now: a hold that is repeated answers the same.
      Money price = Money.parse(taken.record().price());
      return StepResult.done(new Booking(taken.record().reference(), Booking.Status.HELD, price));
    }
    return result instanceof TakeResult.Exhausted
        ? StepResult.refused("no_seats", "No seat is left to " + location + ".")
        : voided();
  }

  @Override
  public StepResult<Done> confirm(BookingKey key) {
    ConfirmResult result = ledger.confirm(key.value());
    if (result instanceof ConfirmResult.Confirmed) {
      return StepResult.done(new Done(key));
    }
    return result instanceof ConfirmResult.NotTaken
        ? StepResult.refused("not_held", "There is no seat held that could be confirmed.")
        : voided();
  }

  @Override
  public void cancel(BookingKey key) {
    ledger.voidKey(key.value());
  }

  private static <T> StepResult<T> voided() {
    return StepResult.refused("voided", "The booking of the seat was already cancelled.");
  }
}
