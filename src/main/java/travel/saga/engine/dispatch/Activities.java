package travel.saga.engine.dispatch;

import io.dapr.durabletask.implementation.protobuf.OrchestratorService.ActivityRequest;
import io.dapr.durabletask.implementation.protobuf.OrchestratorService.ActivityResponse;
import io.dapr.durabletask.implementation.protobuf.OrchestratorService.HistoryEvent;
import io.dapr.durabletask.implementation.protobuf.OrchestratorService.OrchestrationInstance;
import io.dapr.durabletask.implementation.protobuf.OrchestratorService.TaskScheduledEvent;
import io.dapr.durabletask.implementation.protobuf.OrchestratorService.WorkItem;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import travel.saga.engine.dispatch.LiveRun.OpenTask;
import travel.saga.engine.history.Events;
import travel.saga.engine.store.Change;

/** Activities to run, those that workers hold, and their outcomes. */
final class Activities {
  private final Core core;
  private final Runs runs;
  private final Deliveries deliveries;
  private final Ticker ticker;
  private final Tokens tokens;
  private final PayloadLimit payloads;
  private final int limit;
  private final ArrayDeque<OpenTask> queue = new ArrayDeque<>();
  private final Map<Long, TaskLease> leases = new HashMap<>();
  private final Counters counters;

  Activities(Core core, Deliveries deliveries, DispatchSettings settings) {
    this.core = core;
    this.runs = core.runs();
    this.ticker = core.ticker();
    this.tokens = core.tokens();
    this.counters = core.counters();
    this.deliveries = deliveries;
    this.payloads = new PayloadLimit(settings.maxPayloadBytes());
    this.limit = settings.maxActivities();
  }

  /** Queues an activity that is stored as open. */
  void open(OpenTask task) {
    if (core.isForeign(task.scheduled)) {
      failForeign(task);
    } else {
      queue.addLast(task);
    }
  }

  private void failForeign(OpenTask task) {
    task.run.tasks.remove(task.id());
    if (task.run.isTerminal()) {
      var unused = closeOfEnded(task);
      return;
    }
    HistoryEvent failed =
        Events.taskFailed(
            task.id(),
            task.scheduled.getTaskScheduled().getTaskExecutionId(),
            Events.foreign(task.scheduled),
            ticker.next());
    var unused = deliveries.deliver(task.run, failed, List.of(close(task)));
  }

  /** Hands the next activity to this worker, or null when there is none or enough are out. */
  @Nullable WorkItem next(WorkerStream stream) {
    while (leases.size() < limit) {
      OpenTask task = queue.poll();
      if (task == null) {
        return null;
      }
      if (task.isCurrent()) {
        TaskLease lease = new TaskLease(tokens.next(), task, stream);
        task.lease = lease;
        leases.put(lease.number(), lease);
        counters.activitiesHandedOut.increment();
        return item(lease);
      }
    }
    return null;
  }

  private WorkItem item(TaskLease lease) {
    OpenTask task = lease.task();
    TaskScheduledEvent scheduled = task.scheduled.getTaskScheduled();
    ActivityRequest.Builder request =
        ActivityRequest.newBuilder()
            .setName(scheduled.getName())
            .setTaskId(task.id())
            .setTaskExecutionId(scheduled.getTaskExecutionId())
            .setOrchestrationInstance(
                OrchestrationInstance.newBuilder().setInstanceId(task.run.id));
    if (scheduled.hasInput()) {
      request.setInput(scheduled.getInput());
    }
    if (scheduled.hasParentTraceContext()) {
      request.setParentTraceContext(scheduled.getParentTraceContext());
    }
    return WorkItem.newBuilder()
        .setActivityRequest(request)
        .setCompletionToken(tokens.token(lease.number()))
        .build();
  }

  /** Takes an outcome; one that is late, repeated or unknown changes nothing. */
  CompletableFuture<Void> complete(ActivityResponse response) {
    TaskLease lease = find(response);
    if (lease == null) {
      return runs.stored(response.getInstanceId()); // what made it late may yet be lost
    }
    leases.remove(lease.number());
    OpenTask task = lease.task();
    task.run.tasks.remove(task.id());
    counters.activitiesCompleted.increment();
    if (task.run.isTerminal()) {
      return closeOfEnded(task);
    }
    String executionId = task.scheduled.getTaskScheduled().getTaskExecutionId();
    HistoryEvent resolved =
        Events.activityResolved(payloads.check(response), executionId, ticker.next());
    return deliveries.deliver(task.run, resolved, List.of(close(task)));
  }

  /** The run wants no outcome any more, unless its end is not stored: then it is all done again. */
  private CompletableFuture<Void> closeOfEnded(OpenTask task) {
    LiveRun run = task.run;
    Change close = close(task);
    if (run.isSettled()) {
      return runs.commit(run, List.of(close));
    }
    int generation = run.generation();
    runs.pin(run);
    return run.lastCommit
        .thenCompose(
            stored ->
                run.generation() == generation
                    ? runs.commit(run, List.of(close))
                    : CompletableFuture.<Void>completedFuture(null))
        .whenComplete((done, failure) -> runs.unpin(run));
  }

  private @Nullable TaskLease find(ActivityResponse response) {
    TaskLease lease;
    if (response.getCompletionToken().isEmpty()) {
      LiveRun run = runs.inMemory(response.getInstanceId());
      OpenTask task = run == null ? null : run.tasks.get(response.getTaskId());
      lease = task == null ? null : task.lease;
    } else {
      lease = leases.get(tokens.number(response.getCompletionToken()));
    }
    if (lease == null
        || lease.task().id() != response.getTaskId()
        || !lease.task().run.id.equals(response.getInstanceId())) {
      return null;
    }
    if (!lease.isCurrent()) {
      leases.remove(lease.number());
      return null;
    }
    return lease;
  }

  /** What this worker held goes to the next one, before what has not been tried. */
  void disconnected(WorkerStream stream) {
    var all = leases.values().iterator();
    while (all.hasNext()) {
      TaskLease lease = all.next();
      if (lease.stream() == stream) {
        all.remove();
        if (lease.isCurrent()) {
          lease.task().lease = null;
          queue.addFirst(lease.task());
        }
      }
    }
  }

  private static Change.CloseTask close(OpenTask task) {
    return new Change.CloseTask(task.run.row(), task.run.generation(), task.id());
  }

  int waiting() {
    return queue.size();
  }

  int inFlight() {
    return leases.size();
  }
}
