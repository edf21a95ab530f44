package travel.saga.ledger;

class InMemoryKeyValueStoreTest extends TransactionalKeyValueStoreContract {
  private final KeyValueStore store = new InMemoryKeyValueStore();

  @Override
  protected KeyValueStore store() {
    return store;
  }
}
