package travel.saga.engine.dispatch;

import io.dapr.durabletask.implementation.protobuf.OrchestratorService.ExecutionTerminatedEvent;
import io.dapr.durabletask.implementation.protobuf.OrchestratorService.HistoryEvent;
import io.dapr.durabletask.implementation.protobuf.OrchestratorService.ParentInstanceInfo;
import io.dapr.durabletask.implementation.protobuf.OrchestratorService.TaskFailureDetails;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import travel.saga.engine.dispatch.NewRuns.Begun;
import travel.saga.engine.history.ChildEvents;
import travel.saga.engine.history.Events;
import travel.saga.engine.history.TurnOutcome;
import travel.saga.engine.store.Change;

/**
 * Child workflows: begun in the transaction that the parent asks for them in, reported to the
 * parent in the one that ends them. All runs concerned are in memory ({@link Gathering}) before.
 */
final class Children {
  private final Core core;
  private final Deliveries deliveries;
  private final NewRuns newRuns;
  private final ReadyTurns ready;

  Children(Core core, Deliveries deliveries, NewRuns newRuns, ReadyTurns ready) {
    this.core = core;
    this.deliveries = deliveries;
    this.newRuns = newRuns;
    this.ready = ready;
  }

  /** The ids of the runs that the outcome of a turn concerns beside its own. */
  static Set<String> concerned(LiveRun run, TurnOutcome outcome) {
    Set<String> ids = new LinkedHashSet<>();
    if (outcome instanceof TurnOutcome.Advanced advanced) {
      advanced.children().forEach(created -> ids.add(childId(created)));
      if (advanced.isEnd()) {
        ids.addAll(parentOf(run));
      }
    } else if (outcome instanceof TurnOutcome.Refused) {
      ids.addAll(parentOf(run));
    }
    return ids;
  }

  /** The id of the parent, if the run has one. */
  static Set<String> parentOf(LiveRun run) {
    ParentInstanceInfo parent = run.parent();
    return parent == null ? Set.of() : Set.of(parent.getOrchestrationInstance().getInstanceId());
  }

  /** Begins the children; a task whose child cannot begin fails in the parent's next turn. */
  List<Begun> begin(LiveRun parent, List<HistoryEvent> created, List<Change> changes) {
    List<Begun> children = new ArrayList<>();
    for (HistoryEvent event : created) {
      LiveRun existing = core.runs().inMemory(childId(event));
      if (core.isForeign(event)) {
        fail(parent, event, Events.foreign(event), changes);
      } else if (existing == null || (existing.isTerminal() && existing != parent)) {
        var begins = ChildEvents.begins(event, parent.history.instance().identity(), core.appId());
        Begun child = newRuns.begin(childId(event), begins, existing, parent);
        changes.addAll(child.changes());
        children.add(child);
      } else if (!isChildOf(existing, parent, event.getEventId())) {
        fail(parent, event, alreadyExists(existing.id), changes);
      } // else an earlier generation of the parent has begun it: its end is reported to this one
    }
    return children;
  }

  private void fail(
      LiveRun parent, HistoryEvent created, TaskFailureDetails failure, List<Change> changes) {
    if (!parent.isTerminal()) {
      HistoryEvent failed = ChildEvents.failed(created.getEventId(), failure, core.ticker().next());
      changes.add(deliveries.receive(parent, failed));
    }
  }

  private static TaskFailureDetails alreadyExists(String id) {
    return TaskFailureDetails.newBuilder()
        .setErrorType("AlreadyExists")
        .setErrorMessage(EngineException.alreadyActive(id).getMessage())
        .build();
  }

  private static boolean isChildOf(LiveRun run, LiveRun parent, int taskId) {
    ParentInstanceInfo info = run.parent();
    return info != null && info.getTaskScheduledId() == taskId && isChildOf(run, parent);
  }

  /** Whether the parent has begun it in this generation, or has in an earlier one and it runs. */
  static boolean isChildOf(LiveRun run, LiveRun parent) {
    ParentInstanceInfo info = run.parent();
    return info != null
        && info.getOrchestrationInstance().getInstanceId().equals(parent.id)
        && (parent.earlierChildren.contains(run.id) || isOfGeneration(info, parent));
  }

  private static boolean isOfGeneration(ParentInstanceInfo info, LiveRun parent) {
    String executionId = parent.history.instance().identity().executionId();
    return info.getOrchestrationInstance().getExecutionId().getValue().equals(executionId);
  }

  /**
   * Tells the parent of a run that has just ended; one that does not wait for it, because it has
   * ended or begun anew, is told nothing.
   *
   * @return the parent, if it was told
   */
  @Nullable LiveRun report(LiveRun ended, List<Change> changes) {
    ParentInstanceInfo info = ended.parent();
    if (info == null) {
      return null;
    }
    int taskId = info.getTaskScheduledId();
    LiveRun parent = core.runs().inMemory(info.getOrchestrationInstance().getInstanceId());
    if (parent == null
        || parent.isTerminal()
        || !parent.history.awaitsChild(taskId, ended.id)
        || !isChildOf(ended, parent)) {
      return null;
    }
    HistoryEvent event = ChildEvents.ended(taskId, ended.history.instance(), core.ticker().next());
    changes.add(deliveries.receive(parent, event));
    ready.enqueue(parent);
    return parent;
  }

  /** The end is stored: there is no child any more that outlives its parent's generation. */
  void stored(LiveRun ended) {
    for (String id : parentOf(ended)) {
      LiveRun parent = core.runs().inMemory(id);
      if (parent != null && ended.isTerminal()) {
        parent.earlierChildren.remove(ended.id);
      }
    }
  }

  /**
   * Tells the children of a run that was just terminated with all below it to end, too; those that
   * have ended, are gone, or run for somebody else are let be.
   */
  List<LiveRun> tell(LiveRun parent, List<HistoryEvent> end, List<Change> changes) {
    ExecutionTerminatedEvent word =
        end.stream()
            .map(HistoryEvent::getExecutionTerminated)
            .filter(ExecutionTerminatedEvent::getRecurse)
            .findFirst()
            .orElse(null);
    List<LiveRun> told = new ArrayList<>();
    if (word == null) {
      return told;
    }
    String output = word.hasInput() ? word.getInput().getValue() : null;
    for (String id : parent.activeChildren()) {
      LiveRun child = core.runs().inMemory(id);
      if (child != null && !child.isTerminal() && isChildOf(child, parent)) {
        changes.add(
            deliveries.receive(child, Events.terminated(output, true, core.ticker().next())));
        told.add(child);
      }
    }
    return told;
  }

  private static String childId(HistoryEvent created) {
    return created.getSubOrchestrationInstanceCreated().getInstanceId();
  }
}
