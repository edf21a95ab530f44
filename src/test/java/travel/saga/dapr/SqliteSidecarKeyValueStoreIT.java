package travel.saga.dapr;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.RegisterExtension;
import travel.saga.ledger.KeyValueStore;
import travel.saga.ledger.KeyValueStoreContract;

@Tag("dapr")
class SqliteSidecarKeyValueStoreIT extends KeyValueStoreContract {
  @RegisterExtension static final SidecarStore SIDECAR = SidecarStore.of("local");

  @Override
  protected KeyValueStore store() {
    return SIDECAR.store();
  }
}
