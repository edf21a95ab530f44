package travel.saga.conformance;

import io.dapr.durabletask.implementation.protobuf.OrchestratorService.GetInstanceHistoryRequest;
import io.dapr.durabletask.implementation.protobuf.OrchestratorService.GetInstanceRequest;
import io.dapr.durabletask.implementation.protobuf.OrchestratorService.HistoryEvent;
import io.dapr.durabletask.implementation.protobuf.OrchestratorService.OrchestrationState;
import io.dapr.durabletask.implementation.protobuf.TaskHubSidecarServiceGrpc;
import io.dapr.durabletask.implementation.protobuf.TaskHubSidecarServiceGrpc.TaskHubSidecarServiceBlockingStub;
import io.grpc.ManagedChannel;
import io.grpc.netty.NettyChannelBuilder;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The calls of the protocol for which the SDK's public client has no method. */
record Protocol(ManagedChannel channel) {
  private static final int LARGEST_MESSAGE_BYTES = 64 * 1024 * 1024;

  static ManagedChannel channel(int port) {
    return NettyChannelBuilder.forAddress("127.0.0.1", port)
        .usePlaintext()
        .maxInboundMessageSize(LARGEST_MESSAGE_BYTES)
        .build();
  }

  TaskHubSidecarServiceBlockingStub stub() {
    return TaskHubSidecarServiceGrpc.newBlockingStub(channel)
        .withDeadlineAfter(30, TimeUnit.SECONDS);
  }

  /** With the custom status, and with STALLED, which the SDK's own client cannot read. */
  OrchestrationState state(String instanceId) {
    return stub()
        .getInstance(
            GetInstanceRequest.newBuilder()
                .setInstanceId(instanceId)
                .setGetInputsAndOutputs(true)
                .build())
        .getOrchestrationState();
  }

  String customStatus(String instanceId) {
    return state(instanceId).getCustomStatus().getValue();
  }

  List<HistoryEvent> history(String instanceId) {
    return stub()
        .getInstanceHistory(
            GetInstanceHistoryRequest.newBuilder().setInstanceId(instanceId).build())
        .getEventsList();
  }
}
