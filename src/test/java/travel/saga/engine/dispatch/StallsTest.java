package travel.saga.engine.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static travel.saga.engine.Actions.activity;
import static travel.saga.engine.Actions.complete;
import static travel.saga.engine.Actions.end;

import com.google.protobuf.StringValue;
import io.dapr.durabletask.implementation.protobuf.OrchestratorService.ActivityResponse;
import io.dapr.durabletask.implementation.protobuf.OrchestratorService.HistoryEvent;
import io.dapr.durabletask.implementation.protobuf.OrchestratorService.OrchestrationStatus;
import io.dapr.durabletask.implementation.protobuf.OrchestratorService.OrchestratorAction;
import io.dapr.durabletask.implementation.protobuf.OrchestratorService.OrchestratorResponse;
import io.dapr.durabletask.implementation.protobuf.OrchestratorService.WorkItem;
import org.junit.jupiter.api.Test;

/** A run that no worker can go on with, or whose messages are too large, stands still. */
class StallsTest extends DrivenTest {
  private static final int LIMIT = 10_000;
  private static final OrchestratorAction NO_SUCH_VERSION =
      end(0, OrchestrationStatus.ORCHESTRATION_STATUS_STALLED, "");

  @Override
  DispatchSettings settings() {
    return super.settings().withMaxPayloadBytes(LIMIT);
  }

  @Test
  void waitsForAnotherWorkerAndLosesNothing() throws Exception {
    get(worker.answer(begin("one")));
    get(engine.raise("one", "e", null));
    get(worker.answer(next(), NO_SUCH_VERSION));
    assertThat(instance("one").progress().isStalled()).isTrue();
    assertNoWork();
    disconnect(worker);
    worker = connect();
    WorkItem again = next();
    assertThat(TestWorker.raised(again)).containsExactly("e");
    get(worker.answer(again, complete(0, "done")));
    assertThat(instance("one").payloads().output()).isEqualTo("done");
    disconnect(worker);
    worker = connect();
    assertNoWork();
  }

  @Test
  void recordsOnceThatItStandsStill() throws Exception {
    get(worker.answer(begin("one"), NO_SUCH_VERSION));
    for (int i = 0; i < 3; i++) {
      disconnect(worker);
      worker = connect();
      get(worker.answer(next(), NO_SUCH_VERSION));
    }
    assertThat(get(engine.history("one")).stream().filter(HistoryEvent::hasExecutionStalled))
        .hasSize(1);
  }

  @Test
  void keepsTheCustomStatus() throws Exception {
    WorkItem turn = begin("one");
    get(
        engine.complete(
            OrchestratorResponse.newBuilder()
                .setInstanceId("one")
                .setCompletionToken(turn.getCompletionToken())
                .setCustomStatus(StringValue.of("half"))
                .build()));
    get(engine.raise("one", "e", null));
    get(worker.answer(next(), NO_SUCH_VERSION));
    assertThat(instance("one").payloads().customStatus()).isEqualTo("half");
  }

  @Test
  void sendsWhatIsJustSmallEnoughAndNothingLarger() throws Exception {
    get(worker.answer(begin("one")));
    get(engine.raise("one", "e", "in"));
    HistoryEvent event = next().getOrchestratorRequest().getNewEvents(1);
    long bytes = instance("one").extent().bytes() + event.getSerializedSize();
    open(settings().withMaxPayloadBytes(messageOf(bytes)));
    assertThat(TestWorker.raised(next())).containsExactly("e");
    open(settings().withMaxPayloadBytes(messageOf(bytes - 1)));
    assertNoWork();
    HistoryEvent stalled = last("one");
    assertThat(stalled.getExecutionStalled().getReasonValue()).isEqualTo(2);
    assertThat(stalled.getExecutionStalled().getDescription())
        .contains("The history")
        .contains(messageOf(bytes - 1) + " bytes");
  }

  /** The size of a message of which so many bytes are for the payload. */
  private static int messageOf(long payloadBytes) {
    return (int) ((payloadBytes * 100 + 94) / 95);
  }

  @Test
  void goesOnWithOthers() throws Exception {
    get(worker.answer(begin("one")));
    TestWorker gone = worker;
    disconnect(gone);
    for (int half = 0; half < 2; half++) {
      get(engine.raise("one", "e", "x".repeat(LIMIT / 2)));
    }
    var unused = engine.start(request("two"));
    worker = connect();
    assertThat(id(next())).isEqualTo("two");
    assertThat(instance("one").progress().isStalled()).isTrue();
  }

  @Test
  void standsStillRatherThanScheduleWhatCannotBeSent() throws Exception {
    OrchestratorAction.Builder large = activity(0, "huge").toBuilder();
    large.getScheduleTaskBuilder().setInput(StringValue.of("x".repeat(LIMIT)));
    get(worker.answer(begin("one"), large.build()));
    assertThat(last("one").getExecutionStalled().getDescription()).contains("'huge'");
    assertThat(tables.all().get(0).tasks()).isEmpty();
    assertThat(tables.all().get(0).inbox()).hasSize(1);
  }

  @Test
  void failsAnActivityForGoodWhoseAnswerCannotBeSent() throws Exception {
    get(worker.answer(begin("one"), activity(0, "a")));
    WorkItem activity = next();
    get(
        engine.complete(
            ActivityResponse.newBuilder()
                .setInstanceId("one")
                .setCompletionToken(activity.getCompletionToken())
                .setResult(StringValue.of("x".repeat(LIMIT)))
                .build()));
    var failure =
        next().getOrchestratorRequest().getNewEvents(1).getTaskFailed().getFailureDetails();
    assertThat(failure.getErrorType()).isEqualTo("PayloadTooLarge");
    assertThat(failure.getErrorMessage()).contains("10000 bytes");
  }

  @Test
  void refusesWhatWouldStallARunByItself() throws Exception {
    get(worker.answer(begin("one")));
    String large = "x".repeat(LIMIT);
    assertThat(refusal(engine.raise("one", "e", large))).isEqualTo(EngineException.Reason.INVALID);
    var start = request("two").toBuilder().setInput(StringValue.of(large)).build();
    assertThat(refusal(engine.start(start))).isEqualTo(EngineException.Reason.INVALID);
    assertThat(get(engine.find("two"))).isEmpty();
  }

  private HistoryEvent last(String id) {
    var events = get(engine.history(id));
    return events.get(events.size() - 1);
  }
}
