package travel.saga.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static travel.saga.engine.Actions.activity;
import static travel.saga.engine.Actions.complete;
import static travel.saga.engine.Actions.end;

import com.google.protobuf.StringValue;
import io.dapr.durabletask.implementation.protobuf.OrchestratorService.GetInstanceHistoryRequest;
import io.dapr.durabletask.implementation.protobuf.OrchestratorService.GetInstanceRequest;
import io.dapr.durabletask.implementation.protobuf.OrchestratorService.HistoryEvent;
import io.dapr.durabletask.implementation.protobuf.OrchestratorService.OrchestrationState;
import io.dapr.durabletask.implementation.protobuf.OrchestratorService.OrchestrationStatus;
import io.dapr.durabletask.implementation.protobuf.OrchestratorService.OrchestratorAction;
import io.dapr.durabletask.implementation.protobuf.OrchestratorService.PurgeInstancesRequest;
import io.dapr.durabletask.implementation.protobuf.OrchestratorService.RaiseEventRequest;
import io.dapr.durabletask.implementation.protobuf.OrchestratorService.ResumeRequest;
import io.dapr.durabletask.implementation.protobuf.OrchestratorService.SuspendRequest;
import io.dapr.durabletask.implementation.protobuf.OrchestratorService.TerminateRequest;
import io.dapr.durabletask.implementation.protobuf.OrchestratorService.WorkItem;
import io.grpc.StatusRuntimeException;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** A run that no connected worker can go on with stands still, and loses nothing by it. */
class StallTest extends RawWorkerTest {
  private static final OrchestratorAction NO_SUCH_VERSION =
      end(0, OrchestrationStatus.ORCHESTRATION_STATUS_STALLED, "");
  private static final int LIMIT = 10_000;

  @Override
  EngineSettings settings() {
    return super.settings().withMaxPayloadBytes(LIMIT);
  }

  @Test
  void standsStillWhenPatchesDoNotMatchUntilAWorkerConnectsThatHasThem() throws Exception {
    stalledByPatches();
    assertThat(worker.hasNone()).isTrue();
    RawWorker other = new RawWorker(channel);
    WorkItem again = nextOf(worker, other);
    assertThat(again.getOrchestratorRequest().getNewEventsList())
        .anyMatch(HistoryEvent::hasTaskCompleted);
    worker.answer(again, "v1", List.of("a", "b"), complete(1, "done"));
    assertThat(state().getOutput().getValue()).isEqualTo("done");
    assertThat(stalls()).isEqualTo(1);
    other.close();
  }

  @Test
  void takesNothingMeanwhile() throws Exception {
    stalledByPatches();
    assertStalled(
        () ->
            worker.stub.raiseEvent(
                RaiseEventRequest.newBuilder().setInstanceId("one").setName("e").build()));
    assertStalled(
        () ->
            worker.stub.terminateInstance(
                TerminateRequest.newBuilder().setInstanceId("one").build()));
    assertStalled(
        () ->
            worker.stub.suspendInstance(SuspendRequest.newBuilder().setInstanceId("one").build()));
    assertStalled(
        () -> worker.stub.resumeInstance(ResumeRequest.newBuilder().setInstanceId("one").build()));
    assertStalled(
        () ->
            worker.stub.purgeInstances(
                PurgeInstancesRequest.newBuilder().setInstanceId("one").build()));
    assertThatThrownBy(() -> start("one", "")).hasMessageContaining("already exists");
  }

  @Test
  void canBePurgedWhereThatIsForced() throws Exception {
    stalledByPatches();
    var gone =
        worker.stub.purgeInstances(
            PurgeInstancesRequest.newBuilder().setInstanceId("one").setForce(true).build());
    assertThat(gone.getDeletedInstanceCount()).isEqualTo(1);
    var missing = GetInstanceRequest.newBuilder().setInstanceId("one").build();
    assertThat(worker.stub.getInstance(missing).getExists()).isFalse();
  }

  @Test
  void saysOnceThatItStandsStillHoweverOftenItIsTried() throws Exception {
    startAsync("one", "");
    worker.answer(worker.next(), NO_SUCH_VERSION);
    awaitStalled();
    for (int i = 0; i < 3; i++) {
      close();
      open();
      worker.answer(worker.next(), NO_SUCH_VERSION);
    }
    assertThat(stalls()).isEqualTo(1);
    close();
    open();
    worker.answer(worker.next(), complete(0, "done"));
    assertThat(state().getOutput().getValue()).isEqualTo("done");
  }

  @Test
  void standsStillRatherThanSendWhatIsTooLargeAndLeavesOthersAlone() throws Exception {
    startAsync("one", "");
    worker.answer(worker.next(), activity(0, "a"));
    WorkItem task = worker.next();
    raise("one", "x".repeat(LIMIT / 2));
    worker.answer(worker.next(), new OrchestratorAction[0]);
    raise("one", "x".repeat(LIMIT / 2));
    awaitStalled();
    assertThatThrownBy(
            () ->
                worker.stub.terminateInstance(
                    TerminateRequest.newBuilder().setInstanceId("one").build()))
        .hasMessageContaining("too large for a worker, which takes " + LIMIT + " bytes");
    worker.stub.completeActivityTask(RawWorker.answer(task).build());
    assertThat(history().get(history().size() - 1).getExecutionStalled().getReasonValue())
        .isEqualTo(2);
    startAsync("two", "");
    WorkItem other = worker.next();
    assertThat(other.getOrchestratorRequest().getInstanceId()).isEqualTo("two");
  }

  @Test
  void standsStillRatherThanScheduleAnActivityWhoseInputIsTooLarge() throws Exception {
    startAsync("one", "");
    OrchestratorAction.Builder large = activity(0, "a").toBuilder();
    large.getScheduleTaskBuilder().setInput(StringValue.of("x".repeat(LIMIT)));
    worker.answer(worker.next(), large.build());
    awaitStalled();
    assertThat(history()).noneMatch(HistoryEvent::hasTaskScheduled);
  }

  @Test
  void failsAnActivityForGoodWhoseAnswerIsTooLarge() throws Exception {
    startAsync("one", "");
    worker.answer(worker.next(), activity(0, "a"));
    worker.stub.completeActivityTask(
        RawWorker.answer(worker.next()).setResult(StringValue.of("x".repeat(LIMIT))).build());
    WorkItem turn = worker.next();
    var failed = turn.getOrchestratorRequest().getNewEvents(1).getTaskFailed();
    assertThat(failed.getFailureDetails().getErrorType()).isEqualTo("PayloadTooLarge");
    assertThat(failed.getFailureDetails().getIsNonRetriable()).isTrue();
  }

  /** The run waits for an activity, whose outcome reaches a worker with other code. */
  private void stalledByPatches() throws Exception {
    startAsync("one", "");
    worker.answer(worker.next(), "v1", List.of("a"), activity(0, "a"));
    worker.stub.completeActivityTask(RawWorker.answer(worker.next()).build());
    WorkItem turn = worker.next();
    assertThat(
            turn.getOrchestratorRequest()
                .getPastEvents(0)
                .getOrchestratorStarted()
                .getVersion()
                .getName())
        .isEqualTo("v1");
    worker.answer(turn, "v1", List.of(), complete(1, "of other code"));
    awaitStalled();
  }

  /** Whichever of the two is given it. */
  private static WorkItem nextOf(RawWorker one, RawWorker other) throws InterruptedException {
    await().until(() -> !one.hasNone() || !other.hasNone());
    return one.hasNone() ? other.next() : one.next();
  }

  private static void assertStalled(ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOf(StatusRuntimeException.class)
        .hasMessageContaining("workflow is stalled");
  }

  private void awaitStalled() {
    await()
        .until(
            () ->
                state().getOrchestrationStatus()
                    == OrchestrationStatus.ORCHESTRATION_STATUS_STALLED);
  }

  private long stalls() {
    return history().stream().filter(HistoryEvent::hasExecutionStalled).count();
  }

  private void start(String id, String input) {
    worker.stub.startInstance(request(id, input));
  }

  private OrchestrationState state() {
    return worker
        .stub
        .getInstance(
            GetInstanceRequest.newBuilder()
                .setInstanceId("one")
                .setGetInputsAndOutputs(true)
                .build())
        .getOrchestrationState();
  }

  private List<HistoryEvent> history() {
    return worker
        .stub
        .getInstanceHistory(GetInstanceHistoryRequest.newBuilder().setInstanceId("one").build())
        .getEventsList();
  }
}
