package travel.saga.engine.crash;

import io.dapr.durabletask.implementation.protobuf.OrchestratorService.ExecutionCompletedEvent;
import io.dapr.durabletask.implementation.protobuf.OrchestratorService.ExecutionStalledEvent;
import io.dapr.durabletask.implementation.protobuf.OrchestratorService.HistoryEvent;
import io.dapr.durabletask.implementation.protobuf.OrchestratorService.OrchestrationStatus;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import travel.saga.engine.history.Events;
import travel.saga.engine.history.Instance;
import travel.saga.engine.history.Payloads;

/**
 * What the events of one run come to, worked out from engine.md's rules and without the engine's
 * own code.
 */
final class RunFold {
  private final Instance began;
  private final Set<Integer> actions = new HashSet<>();
  private final TreeSet<Integer> tasks = new TreeSet<>();
  private final TreeMap<Integer, Instant> timers = new TreeMap<>();
  private final TreeMap<Integer, String> children = new TreeMap<>();
  private OrchestrationStatus status;
  private @Nullable ExecutionCompletedEvent end;
  private @Nullable Instant ended;
  private boolean started;
  private boolean hasStalled;
  private @Nullable ExecutionStalledEvent stalled; // the newest event, if it is one
  private Instant updated;
  private long bytes;
  private int length;
  private long lastTurn;

  private RunFold(Instance began) {
    this.began = began;
    this.status = began.progress().status();
    this.updated = began.progress().created();
    this.lastTurn = began.extent().lastTurnMillis();
  }

  /**
   * @param began the row as the run began
   * @param copied how many events it began with, which another run has recorded
   */
  static RunFold of(Instance began, List<HistoryEvent> history, int copied) {
    RunFold fold = new RunFold(began);
    fold.lastTurn = copied > 0 ? Long.MIN_VALUE : fold.lastTurn;
    history.subList(0, copied).forEach(fold::record);
    fold.lastTurn = began.extent().lastTurnMillis();
    history.subList(copied, history.size()).forEach(fold::record);
    return fold;
  }

  private void record(HistoryEvent event) {
    bytes += event.getSerializedSize();
    length++;
    updated = millis(event);
    Divergence.unless(
        stalled == null || !event.getExecutionStalled().equals(stalled),
        "A run stalls twice for one reason: %s",
        event);
    hasStalled |= event.hasExecutionStalled();
    stalled = event.hasExecutionStalled() ? event.getExecutionStalled() : null;
    if (event.getEventId() >= 0) {
      Divergence.unless(actions.add(event.getEventId()), "An id is used twice: %s", event);
    }
    switch (event.getEventTypeCase()) {
      case ORCHESTRATORSTARTED -> turn(updated.toEpochMilli());
      case EXECUTIONSTARTED -> {
        Divergence.unless(!started, "A run starts twice: %s", event);
        started = true;
        status = OrchestrationStatus.ORCHESTRATION_STATUS_RUNNING;
      }
      case EXECUTIONSUSPENDED -> status = OrchestrationStatus.ORCHESTRATION_STATUS_SUSPENDED;
      case EXECUTIONRESUMED -> status = OrchestrationStatus.ORCHESTRATION_STATUS_RUNNING;
      case TASKSCHEDULED -> tasks.add(event.getEventId());
      case TIMERCREATED ->
          timers.put(event.getEventId(), cut(Events.instant(event.getTimerCreated().getFireAt())));
      case SUBORCHESTRATIONINSTANCECREATED ->
          children.put(
              event.getEventId(), event.getSubOrchestrationInstanceCreated().getInstanceId());
      case EXECUTIONCOMPLETED -> {
        Divergence.unless(end == null, "A run ends twice: %s", event);
        end = event.getExecutionCompleted();
        status = end.getOrchestrationStatus();
        ended = updated;
      }
      case TIMERFIRED -> {
        Instant fireAt = cut(Events.instant(event.getTimerFired().getFireAt()));
        Divergence.unless(lastTurn >= fireAt.toEpochMilli(), "A turn is early for %s", event);
        resolve(event);
      }
      default -> resolve(event);
    }
  }

  private void turn(long millis) {
    Divergence.unless(
        millis > lastTurn, "A turn at %s is not later than the one at %s", millis, lastTurn);
    lastTurn = millis;
  }

  /** Takes the outcomes in an inbox as known: nothing has two. */
  void resolve(Collection<HistoryEvent> events) {
    events.forEach(this::resolve);
  }

  private void resolve(HistoryEvent event) {
    boolean wasOpen =
        switch (event.getEventTypeCase()) {
          case TASKCOMPLETED -> tasks.remove(event.getTaskCompleted().getTaskScheduledId());
          case TASKFAILED -> tasks.remove(event.getTaskFailed().getTaskScheduledId());
          case SUBORCHESTRATIONINSTANCECOMPLETED ->
              children.remove(event.getSubOrchestrationInstanceCompleted().getTaskScheduledId())
                  != null;
          case SUBORCHESTRATIONINSTANCEFAILED ->
              children.remove(event.getSubOrchestrationInstanceFailed().getTaskScheduledId())
                  != null;
          case TIMERFIRED -> fired(event);
          default -> true;
        };
    Divergence.unless(wasOpen, "The outcome of what is not open: %s", event);
  }

  private boolean fired(HistoryEvent event) {
    Instant fireAt = timers.remove(event.getTimerFired().getTimerId());
    return fireAt != null && !Events.instant(event.getTimestamp()).isBefore(fireAt);
  }

  void assertRow(Instance row) {
    String id = row.identity().id();
    Payloads payloads = row.payloads();
    OrchestrationStatus shown =
        stalled == null ? status : OrchestrationStatus.ORCHESTRATION_STATUS_STALLED;
    same(id, "status", shown, row.progress().status());
    same(id, "created", began.progress().created(), row.progress().created());
    same(id, "updated", updated, row.progress().updated());
    same(id, "completed", ended, row.progress().completed());
    same(id, "start", began.progress().startAt(), row.progress().startAt());
    same(id, "input", began.payloads().input(), payloads.input());
    boolean result = end != null && end.hasResult();
    same(
        id, "output", result && end != null ? end.getResult().getValue() : null, payloads.output());
    boolean failed = end != null && end.hasFailureDetails();
    same(id, "failure", failed && end != null ? end.getFailureDetails() : null, payloads.failure());
    same(id, "length", length, row.extent().length());
    same(id, "bytes", bytes, row.extent().bytes());
    long stored = row.extent().lastTurnMillis(); // a turn that was not answered as it should counts
    same(id, "last turn", hasStalled ? Math.max(lastTurn, stored) : lastTurn, stored);
  }

  private static void same(
      String id, String what, @Nullable Object folded, @Nullable Object stored) {
    Divergence.unless(
        Objects.equals(folded, stored),
        "%s of '%s': its history says %s, its row %s",
        what,
        id,
        String.valueOf(folded),
        String.valueOf(stored));
  }

  /** The activities without an outcome. */
  Set<Integer> openTasks() {
    return tasks;
  }

  /** The timers that have not fired, with the milliseconds they are due at. */
  TreeMap<Integer, Instant> openTimers() {
    return timers;
  }

  /** The ids of the children that have not been heard of. */
  List<String> openChildren() {
    return List.copyOf(children.values());
  }

  private static Instant millis(HistoryEvent event) {
    return cut(Events.instant(event.getTimestamp()));
  }

  private static Instant cut(Instant time) {
    return Instant.ofEpochMilli(time.toEpochMilli());
  }
}
