package travel.saga.dapr;

import travel.saga.ledger.InMemoryKeyValueStore;
import travel.saga.reservation.Reservations;
import travel.saga.reservation.ReservationsContract;

class MarkedReservationsTest extends ReservationsContract {
  private final InMemoryKeyValueStore store = new InMemoryKeyValueStore();
  private final MarkedReservations reservations = new MarkedReservations(store, store);

  @Override
  protected Reservations reservations() {
    return reservations;
  }
}
