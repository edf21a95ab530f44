package travel.saga.engine.crash;

import io.dapr.durabletask.implementation.protobuf.OrchestratorService.HistoryEvent;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import travel.saga.engine.dispatch.Retention;
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
  private final Refusals refusals = new Refusals(tables);
  private final Map<Long, RunCheck> checks = new HashMap<>();
  private final Set<String> shown = new HashSet<>();
  private final Set<String> raised = new HashSet<>();
  private final Map<Long, Boolean> suspended = new HashMap<>();
  private final Map<String, Instance> ended = new HashMap<>(); // by id and program
  private final Set<String> stallAnswered = new HashSet<>();
  private final Set<String> toBePurged = new HashSet<>();
  private Retention retention = Retention.FOR_EVER;
  private Instant latest = Instant.MIN;
  private int commits;

  /** What the engine that runs from here on keeps. */
  void keeps(Retention howLong) {
    retention = howLong;
  }

  /** It is so late; that it was later before counts. */
  void isNow(Instant time) {
    latest = time.isAfter(latest) ? time : latest;
  }

  /** A worker did not have the code for a turn of the instance. */
  void stallAnswered(String id) {
    stallAnswered.add(id);
  }

  boolean hasStalled() {
    return tables.all().stream().anyMatch(row -> row.instance().progress().isStalled());
  }

  /** A caller wants the instance gone, perhaps with all below it. */
  void purgeAsked(String id) {
    toBePurged.add(id);
  }

  void purgeAnswered(String id) {
    toBePurged.remove(id);
  }

  /** How the run of this program under the id ended; null if it has not. */
  @Nullable Instance end(String id, String program) {
    return ended.get(id + "|" + program);
  }

  /** The storage has done nothing of it. */
  void failed(List<Change> changes) {
    refusals.refused(changes);
  }

  /** Whether the transaction may not find what it expects, since an earlier one failed. */
  boolean mayMiss(List<Change> changes) {
    return refusals.mayMiss(changes);
  }

  /** How often a transaction of this instance failed. */
  int failures(String id) {
    return refusals.of(id);
  }

  void readAgain(String id) {
    refusals.readAgain(id);
  }

  void engineDied() {
    refusals.engineDied();
  }

  /**
   * @throws Divergence if what is stored then is not as it must be
   */
  void committed(List<Change> changes) {
    try {
      apply(changes);
    } catch (Divergence e) {
      throw new Divergence(e.getMessage() + "\n  by " + changes, e);
    }
  }

  private void apply(List<Change> changes) {
    refusals.met(changes);
    Set<Long> touched = new LinkedHashSet<>();
    changes.forEach(change -> touched.add(MemoryTables.rowOf(change)));
    changes.forEach(this::assertToBePurged);
    tables.apply(changes);
    commits++;
    for (long number : touched) {
      MemoryTables.Row row = tables.row(number);
      RunCheck check = checks.get(number);
      if (row == null) {
        Divergence.unless(
            check != null && check.hasEnded(), "A run is purged that has not ended: %s", changes);
        checks.remove(number);
        suspended.remove(number); // another run may have the number after the next opening
      } else {
        checks.computeIfAbsent(number, key -> new RunCheck()).committed(row, retention, tables);
        shown.add(state(row.instance()));
        Divergence.unless(
            !row.instance().progress().isStalled() || stallAnswered.contains(row.id()),
            "'%s' is stalled, and no worker said that it cannot go on",
            row.id());
        if (row.instance().progress().isTerminal()) {
          ended.put(row.id() + "|" + row.instance().identity().name(), row.instance());
        }
      }
    }
    checks.forEach(this::assertChildrenLive);
    touched.forEach(this::assertChildrenTold);
    for (Change change : changes) {
      if (change instanceof Change.Receive receive) {
        received(receive.row(), receive.event());
      } else if (change instanceof Change.Advance advance
          && Transaction.of(changes) == Transaction.RERUN) {
        long row = advance.instance().identity().row();
        advance.events().forEach(event -> received(row, event)); // as they were by the first
      }
    }
  }

  /** A child is there with the event that tells of it, and its end comes with the report. */
  private void assertChildrenLive(long number, RunCheck parent) {
    for (String id : parent.openChildren()) {
      MemoryTables.Row child = tables.row(id);
      boolean lives = child != null && !child.instance().progress().isTerminal();
      Divergence.unless(lives, "No child '%s' runs", id);
      Divergence.unless(
          child != null && Objects.equals(child.parent(), number),
          "'%s' is waited for, and is another run's child",
          id);
    }
  }

  /** Where a run was to end with all below it, all have ended that it began, or know of it. */
  private void assertChildrenTold(long number) {
    MemoryTables.Row row = tables.row(number);
    if (row == null
        || row.history().stream().noneMatch(event -> event.getExecutionTerminated().getRecurse())) {
      return;
    }
    for (MemoryTables.Row child : tables.all()) {
      boolean running =
          Objects.equals(child.parent(), number) && !child.instance().progress().isTerminal();
      Divergence.unless(
          !running
              || child.inbox().values().stream().anyMatch(HistoryEvent::hasExecutionTerminated),
          "'%s' goes on, which is below '%s'",
          child.id(),
          row.id());
    }
  }

  private void assertToBePurged(Change change) {
    MemoryTables.Row row = change instanceof Change.Purge purge ? tables.row(purge.row()) : null;
    if (row != null) {
      Instant at = row.purgeAt();
      boolean due = at != null && !at.isAfter(latest);
      Divergence.unless(
          due || toBePurged.stream().anyMatch(row.id()::startsWith),
          "'%s' is purged, which nobody asked for and is for %s, not %s",
          row.id(),
          String.valueOf(at),
          latest);
    }
  }

  private void received(long row, HistoryEvent event) {
    if (event.hasEventRaised()) {
      var named = event.getEventRaised();
      MemoryTables.Row of = tables.row(row);
      if (of != null) {
        String program = of.instance().identity().name();
        raised.add(raised(of.id(), program, named.getName(), named.getInput().getValue()));
      }
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

  boolean hasReceived(String id, String program, String eventName, String input) {
    return raised.contains(raised(id, program, eventName, input));
  }

  private static String raised(String id, String program, String eventName, String input) {
    return id + "|" + program + "|" + eventName + "=" + input;
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
    return backlog.instanceIds().isEmpty()
        && backlog.timers().isEmpty()
        && tables.all().stream().allMatch(row -> row.purgeAt() == null);
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
      same("'" + row.id() + "'", Optional.of(tables.stored(row)), opened.load(row.id()).join());
    }
    same("list", listed, opened.list(0, Integer.MAX_VALUE).join());
  }

  private static void same(String what, Object expected, Object found) {
    Divergence.unless(
        expected.equals(found), "%s: committed was %s, stored is %s", what, expected, found);
  }
}
