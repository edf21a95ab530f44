package travel.saga.engine.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static travel.saga.engine.Actions.complete;
import static travel.saga.engine.Actions.end;
import static travel.saga.engine.Actions.timer;
import static travel.saga.engine.dispatch.TestEngine.get;

import io.dapr.durabletask.implementation.protobuf.OrchestratorService.HistoryEvent;
import io.dapr.durabletask.implementation.protobuf.OrchestratorService.OrchestrationStatus;
import io.dapr.durabletask.implementation.protobuf.OrchestratorService.WorkItem;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SuspendedRestartTest {
  @TempDir Path directory;

  @Test
  void aSuspensionInTheTurnThatContinuesAsNewIsOfTheNewRun() throws Exception {
    try (TestEngine running = new TestEngine(directory, 1_000_000)) {
      TestWorker worker = running.connect();
      var unused = running.calls.start(TestEngine.request("one"));
      get(worker.answer(worker.next(), timer(0, Instant.now().plusSeconds(900))));
      var suspending = running.calls.suspend("one", null);
      WorkItem turn = worker.next();
      worker.answer(
          turn, end(1, OrchestrationStatus.ORCHESTRATION_STATUS_CONTINUED_AS_NEW, "again"));
      WorkItem next = worker.next();
      assertThat(next.getOrchestratorRequest().getNewEventsList())
          .extracting(HistoryEvent::getEventTypeCase)
          .endsWith(HistoryEvent.EventTypeCase.EXECUTIONSUSPENDED);
      get(worker.answer(next));
      get(suspending);
      var resuming = running.calls.resume("one", null);
      get(worker.answer(worker.next(), complete(0, "done")));
      get(resuming);
    }
  }
}
