package travel.saga.dapr;

import travel.saga.ledger.InMemoryKeyValueStore;
import travel.saga.reservation.Reservations;
import travel.saga.reservation.ReservationsContract;

class StateReservationsTest extends ReservationsContract {
  private final StateReservations reservations = new StateReservations(new InMemoryKeyValueStore());

  @Override
  protected Reservations reservations() {
    return reservations;
  }
}
