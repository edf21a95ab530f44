package travel.saga.engine.crash;

import travel.saga.engine.store.HistoryStore;
import travel.saga.engine.store.memory.MemoryHistoryStore;
import travel.saga.engine.store.memory.MemoryTables;

/** What outlives a process. */
interface Disk extends AutoCloseable {

  /** Opens it as a process does at its start. */
  HistoryStore open();

  /** The process that has it open is gone. */
  void processDied();

  @Override
  void close();

  /** A disk that is a few tables in memory. */
  static Disk inMemory() {
    MemoryTables tables = new MemoryTables();
    return new Disk() {
      @Override
      public HistoryStore open() {
        return new MemoryHistoryStore(tables);
      }

      @Override
      public void processDied() {
        // the tables hold what was committed and nothing else
      }

      @Override
      public void close() {
        // nothing to let go of
      }
    };
  }
}
