package travel.saga.dapr;

import org.junit.jupiter.api.extension.RegisterExtension;
import travel.saga.ledger.KeyListing;
import travel.saga.ledger.KeyListingContract;
import travel.saga.ledger.KeyValueStore;

class DaprKeyListingTest extends KeyListingContract {
  @RegisterExtension static final EmbeddedStore ENGINE = new EmbeddedStore();

  @Override
  protected KeyValueStore store() {
    return ENGINE.store(true);
  }

  @Override
  protected KeyListing listing() {
    return ENGINE.listing();
  }
}
