package travel.saga.engine.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static travel.saga.engine.Actions.activity;
import static travel.saga.engine.Actions.complete;
import static travel.saga.engine.dispatch.TestEngine.get;

import io.dapr.durabletask.implementation.protobuf.OrchestratorService.ActivityResponse;
import io.dapr.durabletask.implementation.protobuf.OrchestratorService.WorkItem;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A worker's answer that comes too late changes nothing, but what made it late may yet be lost:
 * then the work is done again, and the answer must not have been acknowledged.
 */
class LateAnswerTest {
  @TempDir Path directory;
  private TestEngine running;
  private TestWorker worker;

  @BeforeEach
  void open() {
    running = new TestEngine(directory, 1_000_000);
    worker = running.connect();
  }

  @AfterEach
  void close() {
    running.close();
  }

  @Test
  void isAcknowledgedWhenTheEndThatOvertookTheTurnIsStored() throws Exception {
    var unused = running.calls.start(TestEngine.request("one"));
    WorkItem turn = worker.next();
    running.store.hold();
    var ending = running.calls.terminate("one", "enough", false);
    GatedStore.Held end = running.store.next();
    var answer = worker.answer(turn, complete(0, "done"));
    get(running.calls.find("one")); // the answer was looked at
    assertThat(answer).isNotDone();
    end.store();
    get(answer);
    get(ending);
  }

  @Test
  void isAcknowledgedWhenTheEndThatOvertookTheActivityIsStored() throws Exception {
    var unused = running.calls.start(TestEngine.request("one"));
    get(worker.answer(worker.next(), activity(0, "a")));
    WorkItem activity = worker.next();
    running.store.hold();
    var ending = running.calls.terminate("one", "enough", false);
    GatedStore.Held end = running.store.next();
    var answer =
        running.calls.complete(
            ActivityResponse.newBuilder()
                .setInstanceId("one")
                .setTaskId(0)
                .setCompletionToken(activity.getCompletionToken())
                .build());
    get(running.calls.find("one"));
    assertThat(answer).isNotDone();
    end.store();
    get(answer);
    get(ending);
  }

  @Test
  void isAcknowledgedWhenThePurgeThatOvertookTheActivityIsStored() throws Exception {
    var unused = running.calls.start(TestEngine.request("one"));
    get(worker.answer(worker.next(), activity(0, "a"), complete(1, "done")));
    WorkItem activity = worker.next();
    running.store.hold();
    var purging = running.calls.purge("one", false);
    GatedStore.Held purge = running.store.next();
    var answer =
        running.calls.complete(
            ActivityResponse.newBuilder()
                .setInstanceId("one")
                .setTaskId(0)
                .setCompletionToken(activity.getCompletionToken())
                .build());
    get(running.calls.find("two"));
    assertThat(answer).isNotDone();
    running.store.open();
    purge.store();
    get(answer);
    get(purging);
  }
}
