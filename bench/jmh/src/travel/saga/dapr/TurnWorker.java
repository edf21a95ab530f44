package travel.saga.dapr;

import static java.util.Objects.requireNonNull;

import io.dapr.durabletask.implementation.protobuf.OrchestratorService.OrchestratorResponse;
import io.dapr.durabletask.implementation.protobuf.OrchestratorService.WorkItem;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import java.io.InputStream;
import java.time.Duration;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;
import travel.saga.reservation.saga.ReservationWorkflow;

/**
 * The service's worker with the saga's workflow and no engine: what it reports is taken at once, on
 * the calling thread. For one thread at a time.
 */
public final class TurnWorker {
  private static final Duration TIMEOUT = Duration.ofSeconds(10);

  /** Tells of every turn, unless it is told not to, as in the service's settings. */
  private static final Logger SDK = Logger.getLogger("io.dapr");

  private final Engine engine = new Engine();
  private final WorkItemRunner runner =
      new WorkItemRunner(
          new GrpcCalls(engine, Runnable::run, TIMEOUT),
          TIMEOUT,
          List.of(new GuardedWorkflow(ReservationWorkflow.NAME, new ReservationWorkflow())),
          List.of());

  public TurnWorker() {
    SDK.setLevel(Level.WARNING);
  }

  /** Replays the turn's past, runs the code on what is new, and gives what the worker answers. */
  public OrchestratorResponse answer(WorkItem turn) {
    runner.run(turn).join();
    return (OrchestratorResponse) requireNonNull(engine.taken);
  }

  private static final class Engine extends Channel {
    private @Nullable Object taken;

    @Override
    public <Q, R> ClientCall<Q, R> newCall(MethodDescriptor<Q, R> method, CallOptions options) {
      return new Call<>(method);
    }

    @Override
    public String authority() {
      return "none";
    }

    private final class Call<Q, R> extends ClientCall<Q, R> {
      private final MethodDescriptor<Q, R> method;
      private @Nullable Listener<R> caller;

      Call(MethodDescriptor<Q, R> method) {
        this.method = method;
      }

      @Override
      public void start(Listener<R> listener, Metadata headers) {
        caller = listener;
      }

      @Override
      public void sendMessage(Q message) {
        taken = message;
      }

      @Override
      public void halfClose() {
        Listener<R> listener = requireNonNull(caller);
        listener.onMessage(method.parseResponse(InputStream.nullInputStream()));
        listener.onClose(Status.OK, new Metadata());
      }

      @Override
      public void request(int messages) {
        // the one answer comes by itself
      }

      @Override
      public void cancel(@Nullable String message, @Nullable Throwable cause) {
        // nothing is under way
      }
    }
  }
}
