package travel.saga.dapr;

import org.junit.jupiter.api.extension.RegisterExtension;
import travel.saga.ledger.KeyValueStore;
import travel.saga.ledger.TransactionalKeyValueStoreContract;

class DaprKeyValueStoreTest extends TransactionalKeyValueStoreContract {
  @RegisterExtension static final EmbeddedStore ENGINE = new EmbeddedStore();

  @Override
  protected KeyValueStore store() {
    return ENGINE.store(true);
  }
}
