package travel.saga.engine.dispatch;

import io.dapr.durabletask.implementation.protobuf.OrchestratorService.ActivityRequest;
import io.dapr.durabletask.implementation.protobuf.OrchestratorService.ActivityResponse;
import io.dapr.durabletask.implementation.protobuf.OrchestratorService.HistoryEvent;
import io.dapr.durabletask.implementation.protobuf.OrchestratorService.OrchestratorAction;
import io.dapr.durabletask.implementation.protobuf.OrchestratorService.OrchestratorResponse;
import io.dapr.durabletask.implementation.protobuf.OrchestratorService.WorkItem;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;

/** A worker whose items the test takes and answers. */
final class TestWorker implements WorkerStream {
  private final WorkflowEngine engine;
  private final Queue<WorkItem> items = new ArrayDeque<>();
  boolean broken;
  boolean ended;

  TestWorker(WorkflowEngine engine) {
    this.engine = engine;
  }

  WorkItem next() {
    WorkItem item = items.poll();
    if (item == null) {
      throw new AssertionError("no work item came");
    }
    return item;
  }

  boolean hasNone() {
    return items.isEmpty();
  }

  CompletableFuture<Void> answer(WorkItem turn, OrchestratorAction... actions) {
    return engine.complete(
        OrchestratorResponse.newBuilder()
            .setInstanceId(turn.getOrchestratorRequest().getInstanceId())
            .setCompletionToken(turn.getCompletionToken())
            .addAllActions(List.of(actions))
            .build());
  }

  /** The activity ends and has no result. */
  CompletableFuture<Void> finish(WorkItem activity) {
    ActivityRequest request = activity.getActivityRequest();
    return engine.complete(
        ActivityResponse.newBuilder()
            .setInstanceId(request.getOrchestrationInstance().getInstanceId())
            .setTaskId(request.getTaskId())
            .setCompletionToken(activity.getCompletionToken())
            .build());
  }

  /** The names of the events that the turn shows as newly raised. */
  static List<String> raised(WorkItem turn) {
    return turn.getOrchestratorRequest().getNewEventsList().stream()
        .filter(HistoryEvent::hasEventRaised)
        .map(event -> event.getEventRaised().getName())
        .toList();
  }

  @Override
  public boolean isReady() {
    return !ended;
  }

  @Override
  public void send(WorkItem item) {
    if (broken) {
      throw new IllegalStateException("the call is closed");
    }
    items.add(item);
  }

  @Override
  public void end() {
    ended = true;
  }
}
