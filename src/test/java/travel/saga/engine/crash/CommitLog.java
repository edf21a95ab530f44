package travel.saga.engine.crash;

import io.dapr.durabletask.implementation.protobuf.OrchestratorService.HistoryEvent;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import travel.saga.engine.history.Instance;
import travel.saga.engine.store.Backlog;
import travel.saga.engine.store.Change;
import travel.saga.engine.store.HistoryStore;
import travel.saga.engine.store.memory.MemoryTables;

/**
 * What has been committed over all lives of the engine, kept apart from the store under test: each
 * transaction is checked as it comes, and each newly opened store is held against the whole.
 */
final class CommitLog {
  private final MemoryTables tables = new MemoryTables();
  private final Map<Long, RunCheck> checks = new HashMap<>();
  private final Set<String> shown = new HashSet<>();
  private final Set<String> raised = new HashSet<>();
  private final Map<Long, Boolean> suspended = new HashMap<>();
  private int commits;

  void committed(List<Change> changes) {
    Set<Long> touched = new LinkedHashSet<>();
    changes.forEach(change -> touched.add(MemoryTables.rowOf(change)));
    tables.apply(changes);
    commits++;
    for (long number : touched) {
      MemoryTables.Row row = tables.row(number);
      RunCheck check = checks.get(number);
      if (row == null) {
        Divergence.unless(
            check != null && check.hasEnded(), "A run is purged that has not ended: %s", changes);
        checks.remove(number);
      } else {
        checks.computeIfAbsent(number, key -> new RunCheck()).committed(row);
        shown.add(state(row.instance()));
      }
    }
    checks.values().forEach(this::assertChildrenLive);
    for (Change change : changes) {
      if (change instanceof Change.Receive receive) {
        received(receive.row(), receive.event());
      }
    }
  }

  /** A child is there with the event that tells of it, and its end comes with the report. */
  private void assertChildrenLive(RunCheck parent) {
    for (String id : parent.openChildren()) {
      MemoryTables.Row child = tables.row(id);
      Divergence.unless(
          child != null && !child.instance().progress().isTerminal(), "No child '%s' runs", id);
    }
  }

  private void received(long row, HistoryEvent event) {
    if (event.hasEventRaised()) {
      var named = event.getEventRaised();
      raised.add(named.getName() + "=" + named.getInput().getValue());
    } else if (event.hasExecutionSuspended() || event.hasExecutionResumed()) {
      suspended.put(row, event.hasExecutionSuspended());
    }
  }

  private static String state(Instance instance) {
    return instance.identity().id()
        + "/"
        + instance.identity().generation()
        + "/"
        + instance.extent().length()
        + "/"
        + instance.progress().status();
  }

  /** Whether the instance ever was as a caller was told it is. */
  boolean hasSeen(Instance answer) {
    return shown.contains(state(answer));
  }

  boolean hasReceived(String eventName, String input) {
    return raised.contains(eventName + "=" + input);
  }

  /** Whether the newest of the instance's suspensions and resumptions is a suspension. */
  boolean wasSuspendedLast(String id) {
    MemoryTables.Row row = tables.row(id);
    return row != null && suspended.getOrDefault(row.instance().identity().row(), false);
  }

  int commits() {
    return commits;
  }

  MemoryTables tables() {
    return tables;
  }

  /** Whether nothing is left to be done. */
  boolean isQuiet() {
    Backlog backlog = tables.backlog();
    return backlog.instanceIds().isEmpty() && backlog.timers().isEmpty();
  }

  /** The store has what was committed, and nothing else. */
  void assertSame(HistoryStore opened) {
    Backlog expected = tables.backlog();
    Backlog found = opened.backlog();
    same("unfinished runs", expected.instanceIds(), found.instanceIds());
    same("timers", new HashSet<>(expected.timers()), new HashSet<>(found.timers()));
    same("last row", expected.lastRow(), found.lastRow());
    same("last turn", expected.lastTurnMillis(), found.lastTurnMillis());
    same("last sequence", expected.lastSequence(), found.lastSequence());
    same("purged until", tables.purgedUntilMillis(), opened.purgedUntilMillis());
    List<HistoryStore.Listed> listed = new ArrayList<>();
    for (MemoryTables.Row row : tables.all()) {
      listed.add(new HistoryStore.Listed(row.instance().identity().row(), row.id()));
      same("'" + row.id() + "'", Optional.of(row.stored()), opened.load(row.id()).join());
    }
    same("list", listed, opened.list(0, Integer.MAX_VALUE).join());
  }

  private static void same(String what, Object expected, Object found) {
    Divergence.unless(
        expected.equals(found), "%s: committed was %s, stored is %s", what, expected, found);
  }
}
