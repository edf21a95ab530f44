package travel.saga.engine.dispatch;

import io.dapr.durabletask.implementation.protobuf.OrchestratorService.ExecutionTerminatedEvent;
import io.dapr.durabletask.implementation.protobuf.OrchestratorService.HistoryEvent;
import io.dapr.durabletask.implementation.protobuf.OrchestratorService.ParentInstanceInfo;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import travel.saga.engine.history.Instance;
import travel.saga.engine.history.RunHistory;
import travel.saga.engine.store.Change;
import travel.saga.engine.store.StoredRun.Received;

/** An instance in memory, ahead of the store by the transactions on their way. */
final class LiveRun {
  /** Where the next turn stands. A run that gets events while RUNNING is queued again after it. */
  enum Phase {
    IDLE,
    QUEUED,
    RUNNING
  }

  final String id;
  final ArrayDeque<Received> inbox = new ArrayDeque<>();
  final Map<Integer, OpenTask> tasks = new HashMap<>();

  /** Children of earlier generations, by their ids, that have not ended. */
  final Set<String> earlierChildren = new LinkedHashSet<>();

  RunHistory history;
  Phase phase = Phase.IDLE;

  /** The turn that a worker holds; null unless RUNNING. */
  @Nullable TurnLease turn;

  /** What is stored, which is all that a caller may see; null until the first commit. */
  @Nullable Instance visible;

  /** The time of the newest turn, also of one that was never answered. */
  long lastTurnMillis;

  /** Whether the inbox says that the run is to end; then it has no more turns. */
  boolean told;

  /** Whether the next turn waits for another worker, since this one could not go on. */
  boolean held;

  int unansweredTurns;
  int uncommitted;

  /** Transactions being prepared that it is to take part in. */
  int pins;

  /** Of the newest transaction; ends when it and all before it have. */
  CompletableFuture<Void> lastCommit = CompletableFuture.completedFuture(null);

  /** Set when a transaction failed: memory is no longer what the store will say. */
  boolean lost;

  LiveRun(RunHistory history) {
    this.history = history;
    this.id = history.instance().identity().id();
    this.lastTurnMillis = history.instance().extent().lastTurnMillis();
  }

  long row() {
    return history.instance().identity().row();
  }

  int generation() {
    return history.instance().identity().generation();
  }

  boolean isTerminal() {
    return history.instance().progress().isTerminal();
  }

  /** Whether the generation that memory shows, and its end if it has one, are stored. */
  boolean isSettled() {
    return uncommitted == 0
        || (!isTerminal() && visible != null && visible.identity().generation() == generation());
  }

  /** Who began the run, also when its first turn is still to come; null if a caller did. */
  @Nullable ParentInstanceInfo parent() {
    if (history.parent() != null) {
      return history.parent();
    }
    for (Received received : inbox) {
      if (received.event().getExecutionStarted().hasParentInstance()) {
        return received.event().getExecutionStarted().getParentInstance();
      }
    }
    return null;
  }

  /** The ids of children that may not have ended, of this and earlier generations. */
  Set<String> activeChildren() {
    Set<String> active = new LinkedHashSet<>(earlierChildren);
    active.addAll(history.openChildren());
    return active;
  }

  /** This generation's children are an earlier one's from now on; those it has heard of are not. */
  void leaveChildren() {
    Set<Integer> heardOf = new HashSet<>();
    for (Received received : inbox) {
      HistoryEvent event = received.event();
      if (event.hasSubOrchestrationInstanceCompleted()) {
        heardOf.add(event.getSubOrchestrationInstanceCompleted().getTaskScheduledId());
      } else if (event.hasSubOrchestrationInstanceFailed()) {
        heardOf.add(event.getSubOrchestrationInstanceFailed().getTaskScheduledId());
      }
    }
    earlierChildren.addAll(history.openChildrenBut(heardOf));
  }

  void receive(Received received) {
    inbox.add(received);
    told |= received.event().hasExecutionTerminated();
  }

  /** The word that the run is to end, which waits in the inbox; null if there is none. */
  @Nullable ExecutionTerminatedEvent termination() {
    if (!told) {
      return null;
    }
    for (Received received : inbox) {
      if (received.event().hasExecutionTerminated()) {
        return received.event().getExecutionTerminated();
      }
    }
    return null;
  }

  /** What a worker would be sent now. */
  long payloadBytes() {
    long bytes = history.instance().extent().bytes();
    for (Received received : inbox) {
      bytes += received.event().getSerializedSize();
    }
    return bytes;
  }

  /** Takes the oldest events out of the inbox. */
  void consume(int count, List<Change> changes) {
    if (count == 0) {
      return;
    }
    long first = inbox.element().sequence();
    long last = first;
    for (int i = 0; i < count; i++) {
      last = inbox.remove().sequence();
    }
    changes.add(new Change.Consume(row(), first, last, count));
  }

  /** The oldest events stay in the inbox, and what is stored with this is because of them. */
  void keep(int count, List<Change> changes) {
    if (count > 0) {
      List<Received> kept = inbox.stream().limit(count).toList();
      long last = kept.get(count - 1).sequence();
      changes.add(new Change.Keep(row(), kept.get(0).sequence(), last, count));
    }
  }

  boolean isUnused() {
    return phase == Phase.IDLE
        && uncommitted == 0
        && pins == 0
        && tasks.isEmpty()
        && inbox.isEmpty();
  }

  /** An activity that has no outcome yet. */
  static final class OpenTask {
    final LiveRun run;
    final HistoryEvent scheduled;
    @Nullable TaskLease lease;

    OpenTask(LiveRun run, HistoryEvent scheduled) {
      this.run = run;
      this.scheduled = scheduled;
    }

    int id() {
      return scheduled.getEventId();
    }

    /** Whether its outcome is still wanted. */
    boolean isCurrent() {
      return !run.lost && run.tasks.get(id()) == this;
    }
  }
}
