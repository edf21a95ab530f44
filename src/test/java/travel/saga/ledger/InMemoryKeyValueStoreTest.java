package travel.saga.ledger;

class InMemoryKeyValueStoreTest extends KeyValueStoreContract {
  private final KeyValueStore store = new InMemoryKeyValueStore();

  @Override
  protected KeyValueStore store() {
    return store;
  }
}
