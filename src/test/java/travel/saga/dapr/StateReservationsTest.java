package travel.saga.dapr;

import travel.saga.ledger.InMemoryKeyValueStore;
import travel.saga.reservation.Reservations;
import travel.saga.reservation.ReservationsContract;

class StateReservationsTest extends ReservationsContract {
  private final InMemoryKeyValueStore store = new InMemoryKeyValueStore();
  private final StateReservations reservations = new StateReservations(store, store);

  @Override
  protected Reservations reservations() {
    return reservations;
  }
}
