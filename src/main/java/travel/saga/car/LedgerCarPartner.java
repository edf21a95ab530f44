package travel.saga.car;

import java.util.Optional;
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

/** Rents cars from the service's own store; a class has as many at every location together. */
final class LedgerCarPartner implements CarPartner {
  private final Ledger ledger;
  private final CarTariff tariff;

  LedgerCarPartner(Ledgers ledgers, CarConfig config, CurrencyConfig currency) {
    this.ledger = ledgers.open("car", "CAR");
    this.tariff = new CarTariff(config, currency);
  }

  @Override
  public StepResult<Booking> hold(ReserveCar request) {
    Optional<CarClass> carClass = CarClass.named(request.carClass());
    return carClass.isPresent()
        ? hold(request.key(), carClass.get())
        : StepResult.refused(
            "unknown_car_class", "There is no such car class; choose " + CarClass.ALL + ".");
  }

  private StepResult<Booking> hold(BookingKey key, CarClass carClass) {
    String price = tariff.price(carClass).text();
    var terms = new Terms(carClass.wireName(), price, tariff.capacity(carClass));
    TakeResult result = ledger.take(key.value(), terms);
    if (result instanceof TakeResult.Taken taken) {
      // HELD also where it is confirmed by now: a hold that is repeated answers the same.
      return StepResult.done(
          new Booking(
              taken.record().reference(),
              Booking.Status.HELD,
              Money.parse(taken.record().price())));
    }
    return result instanceof TakeResult.Exhausted
        ? StepResult.refused("no_cars", "No " + carClass.wireName() + " car is left.")
        : voided();
  }

  @Override
  public StepResult<Done> confirm(BookingKey key) {
    ConfirmResult result = ledger.confirm(key.value());
    if (result instanceof ConfirmResult.Confirmed) {
      return StepResult.done(new Done(key));
    }
    return result instanceof ConfirmResult.NotTaken
        ? StepResult.refused("not_held", "There is no car held that could be confirmed.")
        : voided();
  }

  @Override
  public void cancel(BookingKey key) {
    ledger.voidKey(key.value());
  }

  private static <T> StepResult<T> voided() {
    return StepResult.refused("voided", "The booking of the car was already cancelled.");
  }
}
