package travel.saga.dapr;

import static java.util.Objects.requireNonNull;

import io.dapr.durabletask.implementation.protobuf.OrchestratorService.OrchestratorResponse;
import io.dapr.durabletask.implementation.protobuf.OrchestratorService.WorkItem;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptor;
import io.grpc.ClientInterceptors;
import io.grpc.ForwardingClientCall.SimpleForwardingClientCall;
import io.grpc.MethodDescriptor;
import java.time.Duration;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;
import travel.saga.reservation.saga.ReservationWorkflow;
import travel.saga.tracing.Tracing;

/**
 * The service's worker with the saga's workflow and no engine: what it reports is taken at once, on
 * the calling thread. For one thread at a time.
 */
public final class TurnWorker {
  private static final Duration TIMEOUT = Duration.ofSeconds(10);

  /** Tells of every turn, unless it is told not to, as in the service's settings. */
  private static final Logger SDK = Logger.getLogger("io.dapr");

  private final Taken taken = new Taken();
  private final WorkItemRunner runner =
      new WorkItemRunner(
          new GrpcCalls(ClientInterceptors.intercept(new Report(), taken), Runnable::run, TIMEOUT),
          TIMEOUT,
          Tracing.off(),
          List.of(new GuardedWorkflow(ReservationWorkflow.NAME, new ReservationWorkflow())),
          List.of());

  public TurnWorker() {
    SDK.setLevel(Level.WARNING);
  }

  /** Replays the turn's past, runs the code on what is new, and gives what the worker answers. */
  public OrchestratorResponse answer(WorkItem turn) {
    runner.run(turn).join();
    return (OrchestratorResponse) requireNonNull(taken.message);
  }

  /** Keeps the last of what is sent. */
  private static final class Taken implements ClientInterceptor {
    private @Nullable Object message;

    @Override
    public <Q, R> ClientCall<Q, R> interceptCall(
        MethodDescriptor<Q, R> method, CallOptions options, Channel next) {
      return new SimpleForwardingClientCall<>(next.newCall(method, options)) {
        @Override
        public void sendMessage(Q sent) {
          message = sent;
          super.sendMessage(sent);
        }
      };
    }
  }
}
