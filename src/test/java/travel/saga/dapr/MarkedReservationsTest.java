package travel.saga.dapr;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import travel.saga.ledger.InMemoryKeyValueStore;
import travel.saga.ledger.KeyValueStore.Change;
import travel.saga.reservation.ReservationId;
import travel.saga.reservation.ReservationQuery;
import travel.saga.reservation.ReservationStatus;
import travel.saga.reservation.Reservations;
import travel.saga.reservation.ReservationsContract;
import travel.saga.reservation.Samples;
import travel.saga.reservation.TimeRange;

class MarkedReservationsTest extends ReservationsContract {
  private final InMemoryKeyValueStore store = new InMemoryKeyValueStore();
  private final MarkedReservations reservations = new MarkedReservations(store, store);

  @Override
  protected Reservations reservations() {
    return reservations;
  }

  /** As when an attempt's fault comes late. */
  @Test
  void forgetsAMarkOfOneThatIsNotOpenWhenItIsMet() {
    ReservationId settled = new ReservationId("r1");
    store.write(List.of(new Change.Insert("retrying|" + settled, new byte[0])));
    reservations.insert(Samples.record(settled, ReservationStatus.CONFIRMED), null);
    store.write(List.of(new Change.Insert("retrying|r2", new byte[0])));

    var query = new ReservationQuery(ReservationStatus.OPEN, true, null, TimeRange.ALL, null, 10);
    assertThat(reservations.list(query).toCompletableFuture().join().reservations()).isEmpty();

    assertThat(store.keys("retrying|", null, 10).toCompletableFuture().join()).isEmpty();
  }
}
