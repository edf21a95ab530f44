package travel.saga.engine.crash;

import io.dapr.durabletask.implementation.protobuf.OrchestratorService.HistoryEvent;
import io.dapr.durabletask.implementation.protobuf.OrchestratorService.OrchestrationStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import travel.saga.engine.dispatch.Retention;
import travel.saga.engine.history.Events;
import travel.saga.engine.history.Instance;
import travel.saga.engine.store.memory.MemoryTables;
import travel.saga.engine.store.memory.MemoryTables.Row;

/** Holds each committed state of one instance against the one before and against its history. */
final class RunCheck {
  private @Nullable Instance began; // the row as this generation began
  private int copied; // events that it began with, which another run has recorded
  private @Nullable Instance before;
  private @Nullable Instant purgeAt;
  private List<HistoryEvent> history = List.of();
  private TreeMap<Long, HistoryEvent> inbox = new TreeMap<>();
  private List<String> openChildren = List.of();
  private final Map<String, String> executions = new HashMap<>();

  /**
   * @param retention how long the engine that wrote it keeps runs
   */
  void committed(Row row, Retention retention, MemoryTables tables) {
    Instance instance = row.instance();
    Instance last = before;
    boolean anew = last == null || last.identity().generation() != instance.identity().generation();
    if (last == null && !row.history().isEmpty()) {
      began = Forked.began(row, tables);
      copied = row.history().size();
    } else if (anew) {
      began(row, last);
    } else {
      wentOn(row);
    }
    RunFold fold = RunFold.of(began == null ? instance : began, row.history(), copied);
    fold.assertRow(instance);
    assertOpen(row, fold);
    assertKept(row, anew, retention);
    assertExecutionIds(row.history());
    openChildren = instance.progress().isTerminal() ? List.of() : fold.openChildren();
    before = instance;
    purgeAt = row.purgeAt();
    history = row.history();
    inbox = row.inbox();
  }

  /** When it is to be purged is said with its end, and not changed by any other setting later. */
  private void assertKept(Row row, boolean anew, Retention retention) {
    Instant expected = anew ? null : purgeAt;
    Instant completed = row.instance().progress().completed();
    if (completed != null && (anew || !hasEnded())) {
      Duration own = ownRetention(row.instance().progress().status(), retention);
      Duration kept = own == null ? retention.any() : own;
      expected = kept == null ? null : completed.plus(kept);
    }
    Divergence.unless(
        Objects.equals(expected, row.purgeAt()),
        "'%s' is to be purged at %s, not at %s",
        row.id(),
        String.valueOf(expected),
        String.valueOf(row.purgeAt()));
  }

  private static @Nullable Duration ownRetention(OrchestrationStatus end, Retention retention) {
    return switch (end) {
      case ORCHESTRATION_STATUS_COMPLETED -> retention.completed();
      case ORCHESTRATION_STATUS_FAILED -> retention.failed();
      case ORCHESTRATION_STATUS_TERMINATED -> retention.terminated();
      default -> throw new Divergence("That is no end: " + end);
    };
  }

  boolean hasEnded() {
    return before != null && before.progress().isTerminal();
  }

  /** The ids of the children that the run waits for and that have not been heard of. */
  List<String> openChildren() {
    return openChildren;
  }

  private void began(Row row, @Nullable Instance last) {
    began = row.instance();
    copied = 0;
    Divergence.unless(row.history().isEmpty(), "'%s' begins with a history", row.id());
    long starts = row.inbox().values().stream().filter(HistoryEvent::hasExecutionStarted).count();
    Divergence.unless(starts == 1, "'%s' is told to start %s times", row.id(), starts);
    if (last != null) {
      Divergence.unless(
          last.identity().generation() + 1 == row.instance().identity().generation(),
          "'%s' leaves a generation out",
          row.id());
      Divergence.unless(
          row.instance().extent().lastTurnMillis() >= last.extent().lastTurnMillis(),
          "'%s' forgets the time of its turns",
          row.id());
    }
    if (last != null && !last.progress().isTerminal()) {
      List<HistoryEvent> arrived = new ArrayList<>(history);
      arrived.addAll(inbox.values());
      List<HistoryEvent> carried = List.copyOf(row.inbox().values());
      assertCarriedInOrder(arrived, carried);
      Divergence.unless(
          isSuspension(arrived) == isSuspension(carried),
          "'%s' is left with %s of %s",
          row.id(),
          carried,
          arrived);
    }
  }

  /** Whether the newest of the suspensions and resumptions is a suspension. */
  private static boolean isSuspension(List<HistoryEvent> events) {
    boolean suspended = false;
    for (HistoryEvent event : events) {
      suspended = event.hasExecutionSuspended() || (suspended && !event.hasExecutionResumed());
    }
    return suspended;
  }

  /** Events that a run leaves to the next are in the order of their arrival, none twice. */
  private static void assertCarriedInOrder(List<HistoryEvent> arrived, List<HistoryEvent> carried) {
    List<HistoryEvent> raised = carried.stream().filter(HistoryEvent::hasEventRaised).toList();
    List<HistoryEvent> expected = new ArrayList<>(arrived);
    expected.retainAll(new HashSet<>(raised));
    Divergence.unless(
        raised.equals(expected), "Carried over is %s, which arrived as %s", raised, expected);
  }

  private void wentOn(Row row) {
    int length = history.size();
    Divergence.unless(
        row.history().size() >= length && row.history().subList(0, length).equals(history),
        "The history of '%s' was changed",
        row.id());
    List<HistoryEvent> turn = row.history().subList(length, row.history().size());
    Divergence.unless(turn.isEmpty() || !hasEnded(), "'%s' goes on after its end", row.id());
    List<HistoryEvent> taken = new ArrayList<>();
    inbox.forEach(
        (sequence, event) -> {
          if (isShown(event) && !row.inbox().containsKey(sequence)) {
            taken.add(event);
          }
        });
    List<HistoryEvent> shown = turn.stream().filter(RunCheck::isShown).toList();
    boolean asTaken =
        row.instance().progress().isTerminal()
            ? taken.size() >= shown.size() && taken.subList(0, shown.size()).equals(shown)
            : taken.equals(shown);
    Divergence.unless(
        asTaken, "'%s' took %s from its inbox and recorded %s", row.id(), taken, shown);
  }

  /** Whether it is for the workflow's code; a termination is for the engine. */
  private static boolean isShown(HistoryEvent event) {
    return switch (event.getEventTypeCase()) {
      case EXECUTIONSTARTED,
          TASKCOMPLETED,
          TASKFAILED,
          TIMERFIRED,
          SUBORCHESTRATIONINSTANCECOMPLETED,
          SUBORCHESTRATIONINSTANCEFAILED,
          EVENTRAISED,
          EXECUTIONSUSPENDED,
          EXECUTIONRESUMED ->
          true;
      default -> false;
    };
  }

  private static void assertOpen(Row row, RunFold fold) {
    fold.resolve(row.inbox().values());
    Set<Integer> waited = fold.openTasks();
    boolean ended = row.instance().progress().isTerminal();
    Divergence.unless(
        ended ? waited.containsAll(row.tasks()) : waited.equals(row.tasks()),
        "'%s' waits for the activities %s, the table has %s",
        row.id(),
        waited,
        row.tasks());
    TreeMap<Integer, java.time.Instant> timers = row.timers();
    if (row.instance().progress().isPending()) {
      timers.remove(-1); // the one that begins a run which is scheduled for later
    }
    Divergence.unless(
        ended ? timers.isEmpty() : timers.equals(fold.openTimers()),
        "'%s' waits for the timers %s, the table has %s",
        row.id(),
        fold.openTimers(),
        timers);
    Divergence.unless(
        !ended || row.inbox().isEmpty(), "'%s' has ended with events: %s", row.id(), row.inbox());
  }

  /** Two activities share an execution id only if they are attempts at one thing. */
  private void assertExecutionIds(Collection<HistoryEvent> events) {
    for (HistoryEvent event : events) {
      if (event.hasTaskScheduled()) {
        String input = event.getTaskScheduled().getInput().getValue();
        String what = input.substring(0, input.indexOf(':', input.indexOf(':') + 1));
        String id = event.getTaskScheduled().getTaskExecutionId();
        String known = executions.putIfAbsent(id, what);
        Divergence.unless(
            known == null || known.equals(what), "The execution id %s is used twice", id);
      }
    }
  }

  /** The millisecond of a turn's beginning. */
  static long millis(HistoryEvent event) {
    return Events.instant(event.getTimestamp()).toEpochMilli();
  }
}
