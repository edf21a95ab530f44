package travel.saga.engine.crash;

import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import travel.saga.engine.store.Change;
import travel.saga.engine.store.memory.MemoryTables;

/**
 * Which instances the storage has refused something of: what the engine had on its way for them by
 * then may miss it, until they are read again.
 */
final class Refusals {
  private final MemoryTables tables;
  private final Map<Long, String> ids = new HashMap<>(); // by row
  private final Map<String, Integer> refused = new HashMap<>();
  private final Set<String> unsure = new HashSet<>();

  Refusals(MemoryTables tables) {
    this.tables = tables;
  }

  /** Before the transaction is done, or refused. */
  void met(List<Change> changes) {
    for (Change change : changes) {
      if (change instanceof Change.Create create) {
        ids.put(create.instance().identity().row(), create.instance().identity().id());
      }
    }
  }

  void refused(List<Change> changes) {
    for (String id : idsOf(changes)) {
      refused.merge(id, 1, Integer::sum);
      unsure.add(id);
    }
  }

  void readAgain(String id) {
    unsure.remove(id);
  }

  void engineDied() {
    unsure.clear();
  }

  /** How often something of the instance was refused. */
  int of(String id) {
    return refused.getOrDefault(id, 0);
  }

  /** Whether the transaction may not find what it expects. */
  boolean mayMiss(List<Change> changes) {
    return isLatePurge(changes) || idsOf(changes).stream().anyMatch(unsure::contains);
  }

  /** What is due is purged without a look at it: it may have been used again, or be gone. */
  private boolean isLatePurge(List<Change> changes) {
    if (changes.size() == 1 && changes.get(0) instanceof Change.Purge purge) {
      MemoryTables.Row row = tables.row(purge.row());
      return row == null || row.instance().identity().generation() != purge.generation();
    }
    return false;
  }

  private Set<String> idsOf(List<Change> changes) {
    met(changes);
    Set<String> all = new LinkedHashSet<>();
    changes.forEach(change -> all.add(ids.getOrDefault(MemoryTables.rowOf(change), "")));
    return all;
  }
}
