package travel.saga.engine.history;

import io.dapr.durabletask.implementation.protobuf.OrchestratorService.ExecutionCompletedEvent;
import io.dapr.durabletask.implementation.protobuf.OrchestratorService.HistoryEvent;
import io.dapr.durabletask.implementation.protobuf.OrchestratorService.OrchestrationStatus;
import io.dapr.durabletask.implementation.protobuf.OrchestratorService.ParentInstanceInfo;
import io.dapr.durabletask.implementation.protobuf.OrchestratorService.TraceContext;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The recorded events of one run, and the state they fold to. It grows by whole turns and never
 * shrinks. Not safe for use by several threads.
 */
public final class RunHistory {
  private final List<HistoryEvent> events = new ArrayList<>();
  private final Map<Integer, HistoryEvent> actions = new HashMap<>();
  private final Set<Integer> open = new HashSet<>();
  private final List<String> patches = new ArrayList<>();
  private boolean started;
  private boolean suspended;
  private @Nullable TraceContext trace;
  private @Nullable ParentInstanceInfo parent;
  private Instance instance;

  /** A run of which nothing is recorded yet. */
  public RunHistory(Instance beginning) {
    this.instance = beginning;
  }

  /** A run as it was stored: what the row says counts, the events fill in what is open. */
  public static RunHistory restore(Instance stored, List<HistoryEvent> events) {
    RunHistory history = new RunHistory(stored);
    events.forEach(history::record);
    history.instance = stored;
    return history;
  }

  /** Appends the events of one turn; the custom status is replaced, null clears it. */
  public void append(List<HistoryEvent> turn, @Nullable String customStatus, long turnMillis) {
    long bytes = instance.extent().bytes();
    Progress progress = instance.progress();
    Payloads payloads = instance.payloads().withCustomStatus(customStatus);
    for (HistoryEvent event : turn) {
      record(event);
      bytes += event.getSerializedSize();
      progress = progressAfter(event, progress);
      if (event.hasExecutionCompleted()) {
        payloads = payloadsAfter(event.getExecutionCompleted(), payloads);
      }
    }
    Extent extent = new Extent(events.size(), bytes, turnMillis);
    instance = new Instance(instance.identity(), progress, payloads, extent);
  }

  public Instance instance() {
    return instance;
  }

  /** All events, oldest first; a view that must not be kept over an append. */
  public List<HistoryEvent> events() {
    return Collections.unmodifiableList(events);
  }

  /** Whether an action with this id has been recorded: an id is used once in a run. */
  public boolean hasAction(int actionId) {
    return actions.containsKey(actionId);
  }

  /** The event that scheduled this activity or timer, or null. */
  public @Nullable HistoryEvent action(int actionId) {
    return actions.get(actionId);
  }

  /** Whether the activity, timer or child with this id still waits for its outcome. */
  public boolean isOpen(int actionId) {
    return open.contains(actionId);
  }

  /** The timers that have not fired. */
  public List<TurnOutcome.Timer> openTimers() {
    List<TurnOutcome.Timer> timers = new ArrayList<>();
    for (HistoryEvent event : actions.values()) {
      if (event.hasTimerCreated() && isOpen(event.getEventId())) {
        Instant fireAt = Events.instant(event.getTimerCreated().getFireAt());
        timers.add(new TurnOutcome.Timer(event.getEventId(), fireAt));
      }
    }
    return timers;
  }

  /** Whether the run waits for this child under this id of an action. */
  public boolean awaitsChild(int actionId, String childId) {
    HistoryEvent created = actions.get(actionId);
    return created != null
        && isOpen(actionId)
        && created.hasSubOrchestrationInstanceCreated()
        && created.getSubOrchestrationInstanceCreated().getInstanceId().equals(childId);
  }

  /** The ids of all children that the run has asked for. */
  public Set<String> children() {
    return children(event -> true);
  }

  /** The ids of the children whose end the run waits for. */
  public Set<String> openChildren() {
    return children(event -> isOpen(event.getEventId()));
  }

  /** As {@link #openChildren}, without those begun by these actions. */
  public Set<String> openChildrenBut(Set<Integer> actionIds) {
    return children(event -> isOpen(event.getEventId()) && !actionIds.contains(event.getEventId()));
  }

  private Set<String> children(Predicate<HistoryEvent> wanted) {
    return actions.values().stream()
        .filter(HistoryEvent::hasSubOrchestrationInstanceCreated)
        .filter(wanted)
        .map(event -> event.getSubOrchestrationInstanceCreated().getInstanceId())
        .collect(Collectors.toCollection(LinkedHashSet::new));
  }

  /** The patches of its code that the run has met, in that order. */
  public List<String> patches() {
    return Collections.unmodifiableList(patches);
  }

  /** Whether the first turn has been recorded. */
  public boolean hasStarted() {
    return started;
  }

  /** Why the run stands still, if the newest event says that it does; else null. */
  public @Nullable String stalledFor() {
    return events.isEmpty() || !events.get(events.size() - 1).hasExecutionStalled()
        ? null
        : events.get(events.size() - 1).getExecutionStalled().getDescription();
  }

  /** The run that began this one and waits for its end; null if none did. */
  public @Nullable ParentInstanceInfo parent() {
    return parent;
  }

  /** The caller's trace, which every activity of the run continues; null where there was none. */
  public @Nullable TraceContext trace() {
    return trace;
  }

  private void record(HistoryEvent event) {
    events.add(event);
    switch (event.getEventTypeCase()) {
      case ORCHESTRATORSTARTED ->
          patches.addAll(event.getOrchestratorStarted().getVersion().getPatchesList());
      case EXECUTIONSUSPENDED -> suspended = true;
      case EXECUTIONRESUMED -> suspended = false;
      case EXECUTIONSTARTED -> {
        started = true;
        if (event.getExecutionStarted().hasParentInstance()) {
          parent = event.getExecutionStarted().getParentInstance();
        }
        if (event.getExecutionStarted().hasParentTraceContext()) {
          trace = event.getExecutionStarted().getParentTraceContext();
        }
      }
      case TASKSCHEDULED, TIMERCREATED, SUBORCHESTRATIONINSTANCECREATED -> {
        actions.put(event.getEventId(), event);
        open.add(event.getEventId());
      }
      case TASKCOMPLETED -> open.remove(event.getTaskCompleted().getTaskScheduledId());
      case TASKFAILED -> open.remove(event.getTaskFailed().getTaskScheduledId());
      case TIMERFIRED -> open.remove(event.getTimerFired().getTimerId());
      case SUBORCHESTRATIONINSTANCECOMPLETED ->
          open.remove(event.getSubOrchestrationInstanceCompleted().getTaskScheduledId());
      case SUBORCHESTRATIONINSTANCEFAILED ->
          open.remove(event.getSubOrchestrationInstanceFailed().getTaskScheduledId());
      default -> {
        // the other kinds open and close nothing
      }
    }
  }

  /** Of an event that is recorded already. */
  private Progress progressAfter(HistoryEvent event, Progress progress) {
    var time = Events.instant(event.getTimestamp());
    if (event.hasExecutionCompleted()) {
      return progress.ended(event.getExecutionCompleted().getOrchestrationStatus(), time);
    }
    if (progress.isTerminal()) {
      return progress.at(progress.status(), time);
    }
    return progress.at(
        event.hasExecutionStalled()
            ? OrchestrationStatus.ORCHESTRATION_STATUS_STALLED
            : statusAfter(progress),
        time);
  }

  private OrchestrationStatus statusAfter(Progress progress) {
    if (!started) { // a run that another continues as has not been pending
      return progress.isStalled()
          ? OrchestrationStatus.ORCHESTRATION_STATUS_PENDING
          : progress.status();
    }
    return suspended
        ? OrchestrationStatus.ORCHESTRATION_STATUS_SUSPENDED
        : OrchestrationStatus.ORCHESTRATION_STATUS_RUNNING;
  }

  private static Payloads payloadsAfter(ExecutionCompletedEvent completed, Payloads payloads) {
    return payloads.ended(
        completed.hasResult() ? completed.getResult().getValue() : null,
        completed.hasFailureDetails() ? completed.getFailureDetails() : null);
  }
}
