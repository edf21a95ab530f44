package travel.saga.engine.grpc;

import com.google.protobuf.StringValue;
import io.dapr.durabletask.implementation.protobuf.OrchestratorService.GetInstanceResponse;
import io.dapr.durabletask.implementation.protobuf.OrchestratorService.OrchestrationState;
import travel.saga.engine.history.Events;
import travel.saga.engine.history.Instance;
import travel.saga.engine.history.Payloads;
import travel.saga.engine.history.Progress;

/** How an instance looks on the wire. */
final class InstanceReplies {
  private InstanceReplies() {}

  static GetInstanceResponse missing() {
    return GetInstanceResponse.newBuilder().setExists(false).build();
  }

  static GetInstanceResponse of(Instance instance, boolean withPayloads) {
    Progress progress = instance.progress();
    OrchestrationState.Builder state =
        OrchestrationState.newBuilder()
            .setInstanceId(instance.identity().id())
            .setName(instance.identity().name())
            .setExecutionId(StringValue.of(instance.identity().executionId()))
            .setOrchestrationStatus(progress.status())
            .setCreatedTimestamp(Events.timestamp(progress.created()))
            .setLastUpdatedTimestamp(Events.timestamp(progress.updated()));
    if (progress.completed() != null) {
      state.setCompletedTimestamp(Events.timestamp(progress.completed()));
    }
    if (progress.startAt() != null) {
      state.setScheduledStartTimestamp(Events.timestamp(progress.startAt()));
    }
    if (withPayloads) {
      payloads(state, instance.payloads());
    }
    return GetInstanceResponse.newBuilder().setExists(true).setOrchestrationState(state).build();
  }

  private static void payloads(OrchestrationState.Builder state, Payloads payloads) {
    if (payloads.input() != null) {
      state.setInput(StringValue.of(payloads.input()));
    }
    if (payloads.output() != null) {
      state.setOutput(StringValue.of(payloads.output()));
    }
    if (payloads.customStatus() != null) {
      state.setCustomStatus(StringValue.of(payloads.customStatus()));
    }
    if (payloads.failure() != null) {
      state.setFailureDetails(payloads.failure());
    }
  }
}
