package travel.saga.engine.crash;

import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import travel.saga.engine.store.Change;
import travel.saga.engine.store.HistoryStore;

/** A disk in memory that keeps what was committed, in order. */
final class RecordingDisk implements Disk {
  private final Disk disk = Disk.inMemory();
  private final List<List<Change>> transactions = new ArrayList<>();

  List<List<Change>> transactions() {
    return transactions;
  }

  @Override
  public HistoryStore open() {
    HistoryStore store = disk.open();
    return (HistoryStore)
        Proxy.newProxyInstance(
            HistoryStore.class.getClassLoader(),
            new Class<?>[] {HistoryStore.class},
            (proxy, method, arguments) -> {
              Object answer = method.invoke(store, arguments);
              if (method.getName().equals("commit")) {
                record(arguments[0], (CompletableFuture<?>) answer);
              }
              return answer;
            });
  }

  @SuppressWarnings("unchecked") // the argument of HistoryStore.commit
  private void record(Object changes, CompletableFuture<?> done) {
    if (!done.isCompletedExceptionally()) {
      transactions.add((List<Change>) changes);
    }
  }

  @Override
  public void processDied() {
    disk.processDied();
  }

  @Override
  public void close() {
    disk.close();
  }
}
