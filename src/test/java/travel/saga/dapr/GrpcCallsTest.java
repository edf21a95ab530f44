package travel.saga.dapr;

import static org.assertj.core.api.Assertions.assertThat;

import io.dapr.durabletask.implementation.protobuf.OrchestratorService.GetInstanceRequest;
import io.dapr.durabletask.implementation.protobuf.OrchestratorService.GetInstanceResponse;
import io.dapr.durabletask.implementation.protobuf.TaskHubSidecarServiceGrpc;
import io.grpc.Channel;
import io.grpc.Server;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.inprocess.InProcessChannelBuilder;
import io.grpc.inprocess.InProcessServerBuilder;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import travel.saga.reservation.EngineUnavailableException;

class GrpcCallsTest {
  private static final Status TORN =
      Status.UNKNOWN.withDescription(
          "workflow 'r1': inbox key 'inbox-000000' declared in metadata (inboxLength=1) but"
              + " missing from state store (transient store read failure or partial save?)");

  private volatile Status refusal = Status.OK;
  private int refusals = Integer.MAX_VALUE;
  private Server server;
  private GrpcCalls calls;

  @BeforeEach
  void start() throws IOException {
    server =
        InProcessServerBuilder.forName("calls")
            .directExecutor()
            .addService(new Refusing())
            .build()
            .start();
    Channel channel = InProcessChannelBuilder.forName("calls").directExecutor().build();
    calls = new GrpcCalls(channel, Runnable::run, Duration.ofSeconds(30));
  }

  @AfterEach
  void stop() {
    server.shutdownNow();
  }

  @ParameterizedTest
  @EnumSource(
      value = Status.Code.class,
      names = {
        "UNAVAILABLE",
        "DEADLINE_EXCEEDED",
        "CANCELLED",
        "RESOURCE_EXHAUSTED",
        "UNAUTHENTICATED"
      })
  void takesTheEngineForAwayWhereAnotherTryMaySucceed(Status.Code code) {
    refusal = code.toStatus();

    assertThat(failure()).isInstanceOf(EngineUnavailableException.class);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 4})
  void readsAgainWhereTheEngineReadWhileItWrote(int times) {
    refusal = TORN;
    refusals = times;

    assertThat(call()).isCompleted();
    assertThat(refusals).isZero();
  }

  @Test
  void takesTheEngineForAwayWhereItReadWhileItWroteAgainAndAgain() {
    refusal = TORN;

    assertThat(failure()).isInstanceOf(EngineUnavailableException.class);
  }

  @Test
  void passesOnWhatTheEngineRefuses() {
    refusal = Status.UNKNOWN.withDescription("an instance with this id already exists");

    assertThat(failure()).isInstanceOf(StatusRuntimeException.class);
  }

  private Throwable failure() {
    try {
      call().join();
    } catch (CompletionException refused) {
      return Objects.requireNonNull(refused.getCause());
    }
    throw new AssertionError("nothing was refused");
  }

  private CompletableFuture<GetInstanceResponse> call() {
    return calls.unary(
        TaskHubSidecarServiceGrpc.getGetInstanceMethod(), GetInstanceRequest.getDefaultInstance());
  }

  private final class Refusing extends TaskHubSidecarServiceGrpc.TaskHubSidecarServiceImplBase {
    @Override
    public void getInstance(
        GetInstanceRequest request, StreamObserver<GetInstanceResponse> answer) {
      if (refusals > 0) {
        refusals--;
        answer.onError(refusal.asRuntimeException());
      } else {
        answer.onNext(GetInstanceResponse.getDefaultInstance());
        answer.onCompleted();
      }
    }
  }
}
