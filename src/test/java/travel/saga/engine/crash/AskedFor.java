package travel.saga.engine.crash;

import io.dapr.durabletask.implementation.protobuf.OrchestratorService.HistoryEvent;
import io.dapr.durabletask.implementation.protobuf.OrchestratorService.OrchestratorAction;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** All that a program has asked for since its beginning, and what waits for the outcomes. */
final class AskedFor {
  private final List<OrchestratorAction> actions = new ArrayList<>(); // by id
  private final Map<Integer, Consumer<HistoryEvent>> open = new HashMap<>();

  void add(OrchestratorAction.Builder action, Consumer<HistoryEvent> resolved) {
    open.put(actions.size(), resolved);
    actions.add(action.setId(actions.size()).build());
  }

  void resolve(int id, HistoryEvent event) {
    Consumer<HistoryEvent> waiting = open.remove(id);
    if (waiting == null) {
      throw new Divergence("An outcome of what is not open: " + event);
    }
    waiting.accept(event);
  }

  /**
   * @throws Divergence if the history has an action that was not asked for
   */
  List<OrchestratorAction> notIn(List<HistoryEvent> history) {
    List<OrchestratorAction> fresh = new ArrayList<>(actions);
    for (HistoryEvent event : history) {
      int id = event.getEventId();
      if (id >= 0) {
        Divergence.unless(
            id < actions.size() && isRecordOf(actions.get(id), event),
            "No action of the program, which asked for %s: %s",
            actions,
            history);
        fresh.remove(actions.get(id));
      }
    }
    return fresh;
  }

  /** Without the instance's id, which in a rerun's history is that of the run it is of. */
  private static String ofTurn(String executionId) {
    return executionId.substring(executionId.lastIndexOf('@'));
  }

  private static boolean isRecordOf(OrchestratorAction action, HistoryEvent event) {
    return switch (event.getEventTypeCase()) {
      case TASKSCHEDULED ->
          action.getScheduleTask().getInput().equals(event.getTaskScheduled().getInput())
              && ofTurn(action.getScheduleTask().getTaskExecutionId())
                  .equals(ofTurn(event.getTaskScheduled().getTaskExecutionId()));
      case TIMERCREATED ->
          action.getCreateTimer().getFireAt().equals(event.getTimerCreated().getFireAt());
      case SUBORCHESTRATIONINSTANCECREATED ->
          action.getCreateSubOrchestration().hasInput()
              && action
                  .getCreateSubOrchestration()
                  .getInput()
                  .equals(event.getSubOrchestrationInstanceCreated().getInput());
      default -> false;
    };
  }
}
