package travel.saga.dapr;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.RegisterExtension;
import travel.saga.ledger.KeyValueStore;
import travel.saga.ledger.KeyValueStoreContract;
import travel.saga.sidecar.Postgres;

@Tag("dapr")
class PostgresSidecarKeyValueStoreIT extends KeyValueStoreContract {
  @RegisterExtension
  static final SidecarStore SIDECAR = SidecarStore.of("postgres-kafka", Postgres::start);

  @Override
  protected KeyValueStore store() {
    return SIDECAR.store();
  }
}
