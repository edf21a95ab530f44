package travel.saga.dapr;

import java.time.Clock;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.RegisterExtension;
import travel.saga.ledger.FreshKeyValueStore;
import travel.saga.reservation.Reservations;
import travel.saga.reservation.ReservationsContract;

@Tag("dapr")
class SqliteSidecarReservationsIT extends ReservationsContract {
  @RegisterExtension static final SidecarStore SIDECAR = SidecarStore.of("local");

  private final Reservations reservations =
      new LoggedReservations(new FreshKeyValueStore(SIDECAR.store()), Clock.systemUTC());

  @Override
  protected Reservations reservations() {
    return reservations;
  }
}
