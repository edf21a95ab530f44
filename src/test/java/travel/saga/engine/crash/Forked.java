package travel.saga.engine.crash;

import io.dapr.durabletask.implementation.protobuf.OrchestratorService.HistoryEvent;
import io.dapr.durabletask.implementation.protobuf.OrchestratorService.HistoryEvent.EventTypeCase;
import io.dapr.durabletask.implementation.protobuf.OrchestratorService.OrchestrationStatus;
import io.dapr.durabletask.implementation.protobuf.OrchestratorService.RerunParentInstanceInfo;
import java.util.List;
import org.jspecify.annotations.Nullable;
import travel.saga.engine.history.Extent;
import travel.saga.engine.history.Instance;
import travel.saga.engine.history.Payloads;
import travel.saga.engine.history.Progress;
import travel.saga.engine.store.memory.MemoryTables;
import travel.saga.engine.store.memory.MemoryTables.Row;

/** Holds the beginning of a rerun against the run that it is of. */
final class Forked {
  private Forked() {}

  /** The row as it would have been before it was given what the other run had recorded. */
  static Instance began(Row row, MemoryTables tables) {
    List<HistoryEvent> copied = row.history();
    String id = sourceOf(copied.get(copied.size() - 1));
    Row source = tables.row(id);
    Divergence.unless(source != null, "'%s' is the rerun of nothing: %s", row.id(), copied);
    if (source != null) {
      assertCopied(row, source);
    }
    Instance instance = row.instance();
    var created = instance.progress().created();
    return new Instance(
        instance.identity(),
        new Progress(
            OrchestrationStatus.ORCHESTRATION_STATUS_PENDING, created, created, null, null),
        Payloads.of(instance.payloads().input()),
        Extent.none(instance.extent().lastTurnMillis()));
  }

  private static void assertCopied(Row row, Row source) {
    List<HistoryEvent> copied = row.history();
    List<HistoryEvent> recorded = source.history();
    for (int i = 0; i < copied.size(); i++) {
      HistoryEvent copy = copied.get(i);
      boolean same =
          copy.getEventTypeCase() == recorded.get(i).getEventTypeCase()
              && copy.getEventId() == recorded.get(i).getEventId()
              && (isBegun(copy) || copy.equals(recorded.get(i)));
      Divergence.unless(same, "'%s' has %s for %s", row.id(), copy, recorded.get(i));
    }
    Divergence.unless(
        row.instance().extent().lastTurnMillis() >= source.instance().extent().lastTurnMillis(),
        "'%s' forgets the time of the turns of '%s'",
        row.id(),
        source.id());
  }

  /** Whether it is done anew, so that its time or its ids are others. */
  private static boolean isBegun(HistoryEvent event) {
    return event.getEventTypeCase() == EventTypeCase.EXECUTIONSTARTED || event.getEventId() >= 0;
  }

  private static String sourceOf(HistoryEvent target) {
    @Nullable RerunParentInstanceInfo of =
        switch (target.getEventTypeCase()) {
          case TASKSCHEDULED -> target.getTaskScheduled().getRerunParentInstanceInfo();
          case TIMERCREATED -> target.getTimerCreated().getRerunParentInstanceInfo();
          case SUBORCHESTRATIONINSTANCECREATED ->
              target.getSubOrchestrationInstanceCreated().getRerunParentInstanceInfo();
          default -> null;
        };
    return of == null ? "" : of.getInstanceID();
  }
}
