package travel.saga.ledger;

class InMemoryKeyListingTest extends KeyListingContract {
  private final InMemoryKeyValueStore store = new InMemoryKeyValueStore();

  @Override
  protected KeyValueStore store() {
    return store;
  }

  @Override
  protected KeyListing listing() {
    return store;
  }
}
