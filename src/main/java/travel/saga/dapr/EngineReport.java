package travel.saga.dapr;

import io.dapr.v1.DaprGrpc;
import io.dapr.v1.DaprMetadataProtos.GetMetadataRequest;
import io.dapr.v1.DaprMetadataProtos.GetMetadataResponse;
import io.grpc.Channel;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import travel.saga.reservation.EngineUnavailableException;

/** Asks the engine whether it sees a worker. */
final class EngineReport {
  /** What it says. */
  enum Worker {
    CONNECTED,
    MISSING,
    /** It answers, but does not tell. */
    NOT_TOLD
  }

  private static final Duration PATIENCE = Duration.ofSeconds(3);

  private final GrpcCalls calls;

  EngineReport(Channel channel) {
    this.calls = new GrpcCalls(channel, PATIENCE);
  }

  /** Fails with {@link EngineUnavailableException} when there is no answer. */
  CompletionStage<Worker> worker() {
    return calls
        .unary(DaprGrpc.getGetMetadataMethod(), GetMetadataRequest.getDefaultInstance())
        .handle(EngineReport::worker);
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
