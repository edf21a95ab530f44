package travel.saga.engine.crash;

import java.util.EnumMap;
import java.util.Map;

/** How often the engine died before and after which transaction. May be used by any thread. */
final class DeathToll {
  private final Map<Transaction, Integer> before = new EnumMap<>(Transaction.class);
  private final Map<Transaction, Integer> after = new EnumMap<>(Transaction.class);
  private final Map<Transaction, Integer> failed = new EnumMap<>(Transaction.class);
  private int failedReads;
  private int amidGroups;
  private int elsewhere;

  synchronized void before(Transaction next) {
    before.merge(next, 1, Integer::sum);
  }

  /**
   * @param amidGroup whether others that waited with it were not written
   */
  synchronized void after(Transaction last, boolean amidGroup) {
    after.merge(last, 1, Integer::sum);
    if (amidGroup) {
      amidGroups++;
    }
  }

  /** One that the storage refused. */
  synchronized void failed(Transaction kind) {
    failed.merge(kind, 1, Integer::sum);
  }

  synchronized void failedRead() {
    failedReads++;
  }

  synchronized void elsewhere() {
    elsewhere++;
  }

  synchronized Map<Transaction, Integer> before() {
    return Map.copyOf(before);
  }

  synchronized Map<Transaction, Integer> after() {
    return Map.copyOf(after);
  }

  synchronized Map<Transaction, Integer> failed() {
    return Map.copyOf(failed);
  }

  synchronized int failedReads() {
    return failedReads;
  }

  synchronized int amidGroups() {
    return amidGroups;
  }

  @Override
  public synchronized String toString() {
    return String.format(
        "deaths before %s, after %s, of these amid a group %s, elsewhere %s; failed %s, reads %s",
        before, after, amidGroups, elsewhere, failed, failedReads);
  }
}
