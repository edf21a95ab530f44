package travel.saga.engine.history;

import io.dapr.durabletask.implementation.protobuf.OrchestratorService.HistoryEvent;
import io.dapr.durabletask.implementation.protobuf.OrchestratorService.RerunParentInstanceInfo;
import io.dapr.durabletask.implementation.protobuf.OrchestratorService.RerunWorkflowFromEventRequest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The history of an ended run up to one of its actions, as the history of a new run: what had its
 * outcome by then keeps it, the rest and the action itself are to be done anew.
 */
public final class Fork {
  private final RunHistory source;
  private final RerunWorkflowFromEventRequest request;
  private final Identity identity;

  /**
   * @param request names an action of the source, for which there is no {@link #refusal}
   * @param identity of the new run
   */
  public Fork(RunHistory source, RerunWorkflowFromEventRequest request, Identity identity) {
    this.source = source;
    this.request = request;
    this.identity = identity;
  }

  /** Why the action cannot be the one to go on from; null if it can. */
  public static @Nullable String refusal(
      HistoryEvent action, RerunWorkflowFromEventRequest request) {
    String event = " event '" + request.getEventID() + "'";
    if (action.hasTimerCreated() && request.getOverwriteInput()) {
      return "cannot write input to timer" + event;
    }
    if (!action.hasSubOrchestrationInstanceCreated() && request.hasNewChildWorkflowInstanceID()) {
      return "cannot set new child workflow instance ID on" + event;
    }
    return null;
  }

  /** What the new run begins with. */
  public TurnOutcome.Advanced outcome(Instant now) {
    List<HistoryEvent> events = events(now);
    RunHistory fork = new RunHistory(source.instance());
    fork.append(events, null, 0);
    List<HistoryEvent> open = events.stream().filter(event -> isOpen(fork, event)).toList();
    return new TurnOutcome.Advanced(
        events,
        open.stream().filter(HistoryEvent::hasTaskScheduled).map(HistoryEvent::getEventId).toList(),
        fork.openTimers(),
        open.stream().filter(HistoryEvent::hasSubOrchestrationInstanceCreated).toList(),
        null);
  }

  private List<HistoryEvent> events(Instant now) {
    List<HistoryEvent> before =
        source.events().stream()
            .takeWhile(event -> event.getEventId() != request.getEventID())
            .toList();
    RunHistory past = new RunHistory(source.instance());
    past.append(before, null, 0);
    List<HistoryEvent> events = new ArrayList<>();
    before.forEach(event -> events.add(renewed(event, past, now)));
    events.add(target(source.events().get(before.size()), now));
    return events;
  }

  private static boolean isOpen(RunHistory history, HistoryEvent event) {
    return history.action(event.getEventId()) == event && history.isOpen(event.getEventId());
  }

  private HistoryEvent renewed(HistoryEvent event, RunHistory past, Instant now) {
    HistoryEvent.Builder renewed = event.toBuilder();
    if (event.hasExecutionStarted()) {
      renewed
          .getExecutionStartedBuilder()
          .clearScheduledStartTimestamp()
          .setOrchestrationInstance(identity.onTheWire());
    } else if (isOpen(past, event)) {
      renewed.setTimestamp(Events.timestamp(now));
      if (event.hasSubOrchestrationInstanceCreated()) {
        renewed.getSubOrchestrationInstanceCreatedBuilder().setInstanceId(childId(event));
      }
    }
    return renewed.build();
  }

  private HistoryEvent target(HistoryEvent event, Instant now) {
    RerunParentInstanceInfo from =
        RerunParentInstanceInfo.newBuilder().setInstanceID(request.getSourceInstanceID()).build();
    HistoryEvent.Builder target = event.toBuilder().setTimestamp(Events.timestamp(now));
    if (event.hasTaskScheduled()) {
      var task = target.getTaskScheduledBuilder().setRerunParentInstanceInfo(from);
      if (request.getOverwriteInput()) {
        task.clearInput();
        if (request.hasInput()) {
          task.setInput(request.getInput());
        }
      }
    } else if (event.hasTimerCreated()) {
      target.getTimerCreatedBuilder().setRerunParentInstanceInfo(from);
    } else {
      var child =
          target
              .getSubOrchestrationInstanceCreatedBuilder()
              .setRerunParentInstanceInfo(from)
              .setInstanceId(
                  request.hasNewChildWorkflowInstanceID()
                      ? request.getNewChildWorkflowInstanceID()
                      : childId(event));
      if (request.getOverwriteInput()) {
        child.clearInput();
        if (request.hasInput()) {
          child.setInput(request.getInput());
        }
      }
    }
    return target.build();
  }

  private String childId(HistoryEvent created) {
    return TurnAnswer.childId(identity.id(), created.getEventId());
  }
}
