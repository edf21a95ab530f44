package travel.saga.engine.store.memory;

import travel.saga.engine.store.HistoryStore;
import travel.saga.engine.store.HistoryStoreContract;

class MemoryHistoryStoreTest extends HistoryStoreContract {
  private final MemoryTables tables = new MemoryTables();
  private MemoryHistoryStore store = new MemoryHistoryStore(tables);

  @Override
  protected HistoryStore store() {
    return store;
  }

  @Override
  protected void reopen() {
    store = new MemoryHistoryStore(tables);
  }
}
