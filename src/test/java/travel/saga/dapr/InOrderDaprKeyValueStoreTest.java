package travel.saga.dapr;

import org.junit.jupiter.api.extension.RegisterExtension;
import travel.saga.ledger.KeyValueStore;
import travel.saga.ledger.KeyValueStoreContract;

/** One row after the other, as on a sidecar. */
class InOrderDaprKeyValueStoreTest extends KeyValueStoreContract {
  @RegisterExtension static final EmbeddedStore ENGINE = new EmbeddedStore();

  @Override
  protected KeyValueStore store() {
    return ENGINE.store(false);
  }
}
