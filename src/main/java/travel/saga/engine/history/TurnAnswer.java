package travel.saga.engine.history;

import io.dapr.durabletask.implementation.protobuf.OrchestratorService.CompleteOrchestrationAction;
import io.dapr.durabletask.implementation.protobuf.OrchestratorService.CreateSubOrchestrationAction;
import io.dapr.durabletask.implementation.protobuf.OrchestratorService.ExecutionCompletedEvent;
import io.dapr.durabletask.implementation.protobuf.OrchestratorService.HistoryEvent;
import io.dapr.durabletask.implementation.protobuf.OrchestratorService.OrchestrationStatus;
import io.dapr.durabletask.implementation.protobuf.OrchestratorService.OrchestratorAction;
import io.dapr.durabletask.implementation.protobuf.OrchestratorService.OrchestratorResponse;
import io.dapr.durabletask.implementation.protobuf.OrchestratorService.ScheduleTaskAction;
import io.dapr.durabletask.implementation.protobuf.OrchestratorService.SubOrchestrationInstanceCreatedEvent;
import io.dapr.durabletask.implementation.protobuf.OrchestratorService.TaskScheduledEvent;
import io.dapr.durabletask.implementation.protobuf.OrchestratorService.TimerCreatedEvent;
import io.dapr.durabletask.implementation.protobuf.OrchestratorService.TraceContext;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Turns the worker's answer to one turn into its outcome. Every action is applied, also beside a
 * completion; one whose id the history has already is a repetition and is left out.
 */
public final class TurnAnswer {
  private final RunHistory history;
  private final Instant now;
  private final List<HistoryEvent> events;
  private final List<Integer> activities = new ArrayList<>();
  private final List<TurnOutcome.Timer> timers = new ArrayList<>();
  private final List<HistoryEvent> children = new ArrayList<>();
  private final @Nullable TraceContext trace;

  private TurnAnswer(RunHistory history, List<HistoryEvent> turn, Instant now) {
    this.history = history;
    this.now = now;
    this.events = new ArrayList<>(turn);
    this.trace = traceOf(history, turn);
  }

  /**
   * @param turn the events that the worker was shown as new, the turn's start first
   * @param now the time the answer's events are recorded at
   */
  public static TurnOutcome apply(
      RunHistory history, List<HistoryEvent> turn, OrchestratorResponse response, Instant now) {
    for (OrchestratorAction action : response.getActionsList()) {
      if (lacksVersion(action)) { // whatever its id: no code has run that gave it one
        return TurnOutcome.Stalled.versionNotAvailable();
      }
      if (isRestart(action)) {
        return restart(history, turn, action.getCompleteOrchestration());
      }
    }
    return new TurnAnswer(history, turn, now).advance(response);
  }

  private TurnOutcome advance(OrchestratorResponse response) {
    List<String> met = response.getVersion().getPatchesList();
    if (!Patches.goOn(history.patches(), met)) {
      return TurnOutcome.Stalled.patchMismatch(Patches.mismatch(history.patches(), met));
    }
    events.set(0, Patches.stamped(events.get(0), history.patches(), response.getVersion()));
    for (OrchestratorAction action : response.getActionsList()) {
      if (history.hasAction(action.getId())) {
        continue;
      }
      switch (action.getOrchestratorActionTypeCase()) {
        case SCHEDULETASK -> schedule(action);
        case CREATETIMER -> createTimer(action);
        case COMPLETEORCHESTRATION ->
            events.add(completed(action.getId(), action.getCompleteOrchestration()));
        case CREATESUBORCHESTRATION -> createChild(action);
        case SENDEVENT -> {
          return unsupported("sending events from a workflow");
        }
        case TERMINATEORCHESTRATION -> {
          return unsupported("terminating a workflow from a workflow");
        }
        case SENDENTITYMESSAGE -> {
          return unsupported("entities");
        }
        case ORCHESTRATORVERSIONNOTAVAILABLE, ORCHESTRATORACTIONTYPE_NOT_SET -> {
          return unsupported("an action it does not know");
        }
      }
    }
    String status = response.getCustomStatus().getValue();
    return new TurnOutcome.Advanced(
        events, activities, timers, children, status.isEmpty() ? null : status);
  }

  private void schedule(OrchestratorAction action) {
    ScheduleTaskAction task = action.getScheduleTask();
    TaskScheduledEvent.Builder scheduled =
        TaskScheduledEvent.newBuilder()
            .setName(task.getName())
            .setTaskExecutionId(task.getTaskExecutionId());
    if (task.hasVersion()) {
      scheduled.setVersion(task.getVersion());
    }
    if (task.hasInput()) {
      scheduled.setInput(task.getInput());
    }
    if (trace != null) {
      scheduled.setParentTraceContext(trace);
    }
    HistoryEvent.Builder event = Events.at(now).setEventId(action.getId());
    if (action.hasRouter()) {
      event.setRouter(action.getRouter());
    }
    events.add(event.setTaskScheduled(scheduled).build());
    activities.add(action.getId());
  }

  private void createTimer(OrchestratorAction action) {
    TimerCreatedEvent.Builder created =
        TimerCreatedEvent.newBuilder().setFireAt(action.getCreateTimer().getFireAt());
    if (action.getCreateTimer().hasName()) {
      created.setName(action.getCreateTimer().getName());
    }
    events.add(Events.at(now).setEventId(action.getId()).setTimerCreated(created).build());
    Instant fireAt = Events.instant(action.getCreateTimer().getFireAt());
    timers.add(new TurnOutcome.Timer(action.getId(), fireAt));
  }

  private void createChild(OrchestratorAction action) {
    CreateSubOrchestrationAction child = action.getCreateSubOrchestration();
    String id =
        child.getInstanceId().isEmpty()
            ? childId(history.instance().identity().id(), action.getId())
            : child.getInstanceId();
    SubOrchestrationInstanceCreatedEvent.Builder created =
        SubOrchestrationInstanceCreatedEvent.newBuilder()
            .setInstanceId(id)
            .setName(child.getName());
    if (child.hasVersion()) {
      created.setVersion(child.getVersion());
    }
    if (child.hasInput()) {
      created.setInput(child.getInput());
    }
    if (trace != null) {
      created.setParentTraceContext(trace);
    }
    HistoryEvent.Builder event = Events.at(now).setEventId(action.getId());
    if (action.hasRouter()) {
      event.setRouter(action.getRouter());
    } else if (child.hasRouter()) {
      event.setRouter(child.getRouter());
    }
    children.add(event.setSubOrchestrationInstanceCreated(created).build());
    events.add(children.get(children.size() - 1));
  }

  /** The id of a child that was given none. */
  static String childId(String parentId, int actionId) {
    return parentId + String.format(":%04x", actionId & 0xffff);
  }

  private HistoryEvent completed(int actionId, CompleteOrchestrationAction complete) {
    ExecutionCompletedEvent.Builder completed =
        ExecutionCompletedEvent.newBuilder()
            .setOrchestrationStatus(complete.getOrchestrationStatus());
    if (complete.hasResult()) {
      completed.setResult(complete.getResult());
    }
    if (complete.hasFailureDetails()) {
      completed.setFailureDetails(complete.getFailureDetails());
    }
    return Events.at(now).setEventId(actionId).setExecutionCompleted(completed).build();
  }

  private static boolean lacksVersion(OrchestratorAction action) {
    return action.hasOrchestratorVersionNotAvailable()
        || action.getCompleteOrchestration().getOrchestrationStatus()
            == OrchestrationStatus.ORCHESTRATION_STATUS_STALLED;
  }

  private static boolean isRestart(OrchestratorAction action) {
    return action.hasCompleteOrchestration()
        && action.getCompleteOrchestration().getOrchestrationStatus()
            == OrchestrationStatus.ORCHESTRATION_STATUS_CONTINUED_AS_NEW;
  }

  /**
   * The SDK hands carried events back in no order. Each is one that it was given, and no two are
   * the same since their times differ, so that the order of their arrival can be restored.
   */
  private static TurnOutcome restart(
      RunHistory history, List<HistoryEvent> turn, CompleteOrchestrationAction complete) {
    List<HistoryEvent> carryover = new ArrayList<>(complete.getCarryoverEventsList());
    if (carryover.size() > 1) {
      Map<HistoryEvent, Integer> arrival = new HashMap<>();
      Stream.concat(history.events().stream(), turn.stream())
          .forEach(event -> arrival.put(event, arrival.size()));
      carryover.sort(
          Comparator.comparingInt(event -> arrival.getOrDefault(event, Integer.MAX_VALUE)));
    }
    return new TurnOutcome.Restarted(
        complete.hasResult() ? complete.getResult().getValue() : null, carryover);
  }

  private static TurnOutcome unsupported(String what) {
    return new TurnOutcome.Refused(
        "UnsupportedWorkflowAction",
        "The workflow asked for " + what + ", which the embedded engine does not offer.");
  }

  private static @Nullable TraceContext traceOf(RunHistory history, List<HistoryEvent> turn) {
    if (history.trace() != null) {
      return history.trace();
    }
    for (HistoryEvent event : turn) {
      if (event.hasExecutionStarted() && event.getExecutionStarted().hasParentTraceContext()) {
        return event.getExecutionStarted().getParentTraceContext();
      }
    }
    return null;
  }
}
