package travel.saga.engine.grpc;

import io.dapr.durabletask.implementation.protobuf.OrchestratorService.CompleteTaskResponse;
import io.dapr.durabletask.implementation.protobuf.OrchestratorService.OrchestratorResponse;
import io.dapr.durabletask.implementation.protobuf.TaskHubSidecarServiceGrpc;
import io.grpc.MethodDescriptor;
import io.grpc.ServerMethodDefinition;
import io.grpc.ServerServiceDefinition;
import io.grpc.ServiceDescriptor;

/** The protocol of Dapr 1.18 calls the completion of a turn by another name; both are served. */
public final class TaskHubNames {
  private static final String SINCE_1_18 = "CompleteWorkflowTask";

  private TaskHubNames() {}

  public static ServerServiceDefinition both(TaskHubService service) {
    ServerServiceDefinition old = service.bindService();
    String name = old.getServiceDescriptor().getName();
    MethodDescriptor<OrchestratorResponse, CompleteTaskResponse> complete =
        TaskHubSidecarServiceGrpc.getCompleteOrchestratorTaskMethod();
    MethodDescriptor<OrchestratorResponse, CompleteTaskResponse> renamed =
        complete.toBuilder()
            .setFullMethodName(MethodDescriptor.generateFullMethodName(name, SINCE_1_18))
            .setSchemaDescriptor(null)
            .build();
    ServiceDescriptor.Builder descriptor = ServiceDescriptor.newBuilder(name);
    old.getMethods().forEach(method -> descriptor.addMethod(method.getMethodDescriptor()));
    ServerServiceDefinition.Builder both =
        ServerServiceDefinition.builder(descriptor.addMethod(renamed).build());
    old.getMethods().forEach(both::addMethod);
    return both.addMethod(ServerMethodDefinition.create(renamed, handler(old, complete))).build();
  }

  @SuppressWarnings("unchecked") // the definition was made for exactly this method
  private static <Q, R> io.grpc.ServerCallHandler<Q, R> handler(
      ServerServiceDefinition service, MethodDescriptor<Q, R> method) {
    return ((ServerMethodDefinition<Q, R>)
            (ServerMethodDefinition<?, ?>) service.getMethod(method.getFullMethodName()))
        .getServerCallHandler();
  }
}
