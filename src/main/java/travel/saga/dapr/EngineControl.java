package travel.saga.dapr;

import io.dapr.v1.DaprGrpc;
import io.dapr.v1.DaprMetadataProtos.GetMetadataRequest;
import io.dapr.v1.DaprMetadataProtos.GetMetadataResponse;
import io.dapr.v1.DaprProtos.ShutdownRequest;
import io.grpc.Channel;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import travel.saga.reservation.EngineUnavailableException;

/** What is asked of the engine beside its work. */
final class EngineControl {
  /** What it says. */
  enum Worker {
    CONNECTED,
    MISSING,
    /** It answers, but does not tell. */
    NOT_TOLD
  }

  private static final Duration PATIENCE = Duration.ofSeconds(3);

  private final GrpcCalls calls;

  EngineControl(Channel channel, Executor callbacks) {
    this.calls = new GrpcCalls(channel, callbacks, PATIENCE);
  }

  /**
   * Whether it sees a worker. Fails with {@link EngineUnavailableException} when there is no
   * answer.
   */
  CompletionStage<Worker> worker() {
    return calls
        .unary(DaprGrpc.getGetMetadataMethod(), GetMetadataRequest.getDefaultInstance())
        .handle(EngineControl::worker);
  }

  /** Lets a sidecar end; who supervises it starts it again. Fails where that is not allowed. */
  CompletionStage<?> shutDown() {
    return calls.unary(DaprGrpc.getShutdownMethod(), ShutdownRequest.getDefaultInstance());
  }

  private static Worker worker(GetMetadataResponse answer, Throwable failure) {
    if (failure instanceof EngineUnavailableException) {
      throw GrpcCalls.passedOn(failure);
    }
    if (failure != null || !answer.hasWorkflows()) {
      return Worker.NOT_TOLD;
    }
    return answer.getWorkflows().getConnectedWorkers() > 0 ? Worker.CONNECTED : Worker.MISSING;
  }
}
