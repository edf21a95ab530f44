package travel.saga.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static travel.saga.engine.Actions.activity;
import static travel.saga.engine.Actions.complete;

import com.google.protobuf.ByteString;
import com.google.protobuf.StringValue;
import io.dapr.durabletask.implementation.protobuf.OrchestratorService.GetInstanceRequest;
import io.dapr.durabletask.implementation.protobuf.OrchestratorService.OrchestrationState;
import io.dapr.durabletask.implementation.protobuf.OrchestratorService.OrchestratorAction;
import io.dapr.v1.CommonProtos.StateItem;
import io.dapr.v1.DaprGrpc;
import io.dapr.v1.DaprStateProtos.GetStateRequest;
import io.dapr.v1.DaprStateProtos.SaveStateRequest;
import io.grpc.StatusRuntimeException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Five MiB, which is more than a worker takes: a clear answer, and nothing for anyone else. */
class LargePayloadTest extends RawWorkerTest {
  private static final String LARGE = "x".repeat(5 * 1024 * 1024);

  @AfterEach
  void othersGoOn() throws Exception {
    startAsync("other", "");
    worker.answer(worker.next(), complete(0, "done"));
    assertThat(state("other").getOutput().getValue()).isEqualTo("done");
    assertThat(worker.ended).isNotDone();
  }

  @Test
  void startsNoWorkflowWithSuchAnInput() {
    assertThatThrownBy(() -> worker.stub.startInstance(request("one", LARGE)))
        .isInstanceOf(StatusRuntimeException.class)
        .hasMessageContaining("INVALID_ARGUMENT: The input of the workflow is too large")
        .hasMessageContaining("keep it elsewhere");
    assertThat(exists("one")).isFalse();
  }

  @Test
  void takesNoSuchEventAndLeavesTheRunAsItWas() throws Exception {
    startAsync("one", "");
    worker.answer(worker.next(), new OrchestratorAction[0]);
    assertThatThrownBy(() -> raise("one", LARGE))
        .hasMessageContaining("INVALID_ARGUMENT: The event 'e' is too large");
    raise("one", "small");
    worker.answer(worker.next(), complete(0, "done"));
    assertThat(state("one").getOutput().getValue()).isEqualTo("done");
  }

  @Test
  void failsAnActivityForGoodThatAnswersSo() throws Exception {
    startAsync("one", "");
    worker.answer(worker.next(), activity(0, "a"));
    worker.stub.completeActivityTask(
        RawWorker.answer(worker.next()).setResult(StringValue.of(LARGE)).build());
    var turn = worker.next();
    var failure = turn.getOrchestratorRequest().getNewEvents(1).getTaskFailed().getFailureDetails();
    assertThat(failure.getErrorType()).isEqualTo("PayloadTooLarge");
    assertThat(failure.getIsNonRetriable()).isTrue();
    worker.answer(turn, complete(1, "undone"));
  }

  /** No worker is sent it; who asks for it gets it, if it takes so much. */
  @Test
  void keepsSuchAResultOfAWorkflow() throws Exception {
    startAsync("one", "");
    worker.answer(worker.next(), complete(0, LARGE));
    assertThat(state("one").getOutput().getValue()).isEqualTo(LARGE);
  }

  @Test
  void keepsSuchAValueOfState() {
    DaprGrpc.DaprBlockingStub dapr = DaprGrpc.newBlockingStub(channel);
    ByteString value = ByteString.copyFromUtf8(LARGE);
    dapr.saveState(
        SaveStateRequest.newBuilder()
            .setStoreName("statestore")
            .addStates(StateItem.newBuilder().setKey("k").setValue(value))
            .build());
    var read = GetStateRequest.newBuilder().setStoreName("statestore").setKey("k").build();
    assertThat(dapr.getState(read).getData()).isEqualTo(value);
  }

  private boolean exists(String id) {
    return worker.stub.getInstance(get(id)).getExists();
  }

  private OrchestrationState state(String id) {
    return worker.stub.getInstance(get(id)).getOrchestrationState();
  }

  private static GetInstanceRequest get(String id) {
    return GetInstanceRequest.newBuilder().setInstanceId(id).setGetInputsAndOutputs(true).build();
  }
}
