package travel.saga.conformance;

import static org.awaitility.Awaitility.await;

import io.dapr.workflows.WorkflowActivity;
import io.dapr.workflows.WorkflowStub;
import io.dapr.workflows.client.DaprWorkflowClient;
import io.dapr.workflows.client.NewWorkflowOptions;
import io.dapr.workflows.client.WorkflowState;
import io.grpc.Status;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.TimeoutException;
import travel.saga.conformance.Script.Role;

/** What one scenario works with: the names that are its own, the SDK's client, the raw protocol. */
record Rig(int scenario, Script script, DaprWorkflowClient client, Protocol protocol) {
  static final Duration LONG = Duration.ofSeconds(60);

  /** Says what the scenario's workflow does; answers with its name. */
  String workflow(WorkflowStub code) {
    return write(Role.PARENT, code);
  }

  String child(WorkflowStub code) {
    return write(Role.CHILD, code);
  }

  String grandchild(WorkflowStub code) {
    return write(Role.GRANDCHILD, code);
  }

  /** Says what the scenario's activity does; answers with its name. */
  String activity(WorkflowActivity code) {
    return write("step", code);
  }

  String otherActivity(WorkflowActivity code) {
    return write("other", code);
  }

  private String write(Role role, WorkflowStub code) {
    String name = role.in(scenario);
    script.write(name, code);
    return name;
  }

  private String write(String suffix, WorkflowActivity code) {
    String name = Script.activity(scenario, suffix);
    script.write(name, code);
    return name;
  }

  /** Starts the workflow; answers with the instance's id. */
  String start(WorkflowStub code) {
    return client.scheduleNewWorkflow(workflow(code));
  }

  String start(WorkflowStub code, Object input) {
    return client.scheduleNewWorkflow(workflow(code), input);
  }

  String startAs(WorkflowStub code, NewWorkflowOptions options) {
    return client.scheduleNewWorkflow(workflow(code), options);
  }

  /** Waits for the end. */
  WorkflowState end(String instanceId) throws TimeoutException {
    return Objects.requireNonNull(client.waitForWorkflowCompletion(instanceId, LONG, true));
  }

  WorkflowState run(WorkflowStub code) throws TimeoutException {
    return end(start(code));
  }

  WorkflowState run(WorkflowStub code, Object input) throws TimeoutException {
    return end(start(code, input));
  }

  /** As it is now. A sidecar that was storing a turn while it read is asked again. */
  WorkflowState state(String instanceId) {
    return await()
        .atMost(LONG)
        .ignoreExceptionsMatching(failure -> isOn(EngineKind.DAPR) && isTornRead(failure))
        .until(() -> client.getWorkflowState(instanceId, true), Objects::nonNull);
  }

  private static boolean isTornRead(Throwable failure) {
    return Status.fromThrowable(failure).getCode() == Status.Code.UNKNOWN
        && String.valueOf(failure.getMessage()).contains("missing from state store");
  }

  static boolean isOn(EngineKind kind) {
    return EngineKind.configured() == kind;
  }
}
